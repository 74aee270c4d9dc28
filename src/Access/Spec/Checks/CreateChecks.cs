using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>A cluster to make.</summary>
internal static class CreateChecks
{
    // The add-ons of AWS: https://docs.aws.amazon.com/eks/latest/userguide/workloads-add-ons-available-eks.html.
    private static readonly string[] s_addons =
    [
        "vpc-cni", "coredns", "kube-proxy", "eks-pod-identity-agent", "aws-ebs-csi-driver", "aws-efs-csi-driver", "aws-fsx-csi-driver",
        "aws-mountpoint-s3-csi-driver", "snapshot-controller", "adot", "aws-guardduty-agent", "amazon-cloudwatch-observability",
        "eks-node-monitoring-agent", "metrics-server", "aws-network-flow-monitoring-agent", "amazon-sagemaker-hyperpod-taskgovernance",
        "aws-privateca-connector-for-kubernetes", "cert-manager", "external-dns", "kube-state-metrics", "prometheus-node-exporter",
        "aws-secrets-store-csi-driver-provider",
    ];

    private static readonly WordShape s_addonName = new("the name of an add-on, such as vpc-cni", "[a-z0-9][a-z0-9_-]{0,99}");

    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        if (spec.Cluster.Create is not { } create) return;
        CheckExisting(spec.Cluster, problems);
        if (spec.Cluster.AuthenticationMode == AuthenticationMode.ConfigMap)
        {
            problems.Add(
                spec.Cluster.AuthenticationModeAt,
                "nobody could enter a cluster that is made with authenticationMode CONFIG_MAP: its administrators are access entries",
                "CONFIG_MAP",
                "API_AND_CONFIG_MAP or API");
        }

        VpcChecks.Check(create, problems);
        CheckNodeGroups(create, problems);
        CheckAddons(create, spec, problems);
        foreach (var role in create.AdminRoles) PrincipalChecks.CheckArn(role.Written, role.Value, Backends.AccessEntry, problems);
    }

    private static void CheckExisting(ClusterSpec cluster, SpecProblems problems)
    {
        var given = new (string Key, Word? Value)[]
        {
            ("arn", cluster.Arn), ("endpoint", cluster.Endpoint), ("certificateAuthorityData", cluster.CertificateAuthorityData),
            ("oidcIssuer", cluster.OidcIssuer),
        };
        foreach (var (key, value) in given.Where(pair => pair.Value is not null))
        {
            problems.Add(value!, $"{key} is that of a cluster that exists, and create makes one", $"create or {key}, not both");
        }

        if (cluster.AccessRoleArn is { } role)
        {
            problems.Note(role.At, "accessRoleArn is for a cluster of another account: it is of no use for one that is made here");
        }
    }

    private static void CheckNodeGroups(CreateClusterSpec create, SpecProblems problems)
    {
        SpecChecks.Distinct(create.NodeGroups.Select(group => group.Name), "node group", problems);
        foreach (var group in create.NodeGroups)
        {
            SpecChecks.Distinct(group.InstanceTypes, "instance type", problems);
            if (group.Max < group.Min)
            {
                problems.Add(group.MaxAt, "max of a node group is under its min", $"{group.Max}", $"at least {group.Min}");
            }
            else if (group.Max == 0)
            {
                problems.Add(group.MaxAt, "a node group can have no nodes at all", "0", "at least 1");
            }

            if (group.InstanceTypes.FirstOrDefault(type => IsArm(type.Text) != IsArm(group.InstanceTypes[0].Text)) is { } other)
            {
                problems.Add(
                    other,
                    "a node group has instance types of two processor architectures",
                    $"those of {(IsArm(group.InstanceTypes[0].Text) ? "arm64" : "x86_64")}, as {group.InstanceTypes[0]} is");
            }
        }
    }

    private static void CheckAddons(CreateClusterSpec create, AccessSpec spec, SpecProblems problems)
    {
        SpecChecks.Distinct(create.Addons, "add-on", problems);
        foreach (var addon in create.Addons.Where(addon => !s_addons.Contains(addon.Text)))
        {
            if (s_addonName.Read(new SpecNode.Scalar(addon.At, addon.Text, false), "add-on", problems) is null) continue;
            if (Nearest.To(addon.Text, s_addons) is { } meant) problems.Add(addon, "add-on is none of EKS", $"one of EKS; did you mean {meant}?");
            else problems.Note(addon.At, $"add-on {addon} is none of AWS' own: the marketplace must have it");
        }

        const string Agent = "eks-pod-identity-agent";
        if (create.Addons.Any(addon => addon.Text == Agent)) return;
        foreach (var workload in spec.Workloads.Where(workload => workload.Identity == WorkloadIdentityKind.PodIdentity))
        {
            problems.Note(workload.IdentityAt, $"pods of {workload.Written} get no credentials without the add-on {Agent}");
        }
    }

    // Graviton families have a g after their generation (m7g, c6gn, im4gn), and a1 was the first of them.
    private static bool IsArm(string type)
    {
        var family = type.Split('.')[0];
        var generation = family.IndexOfAny([.. "0123456789"]);
        return family == "a1" || (generation >= 0 && family[generation..].Contains('g', StringComparison.Ordinal));
    }
}
