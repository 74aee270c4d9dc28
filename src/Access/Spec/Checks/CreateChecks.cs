using EksIamCdk.Access.Clusters;
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

            if (group.InstanceTypes.Count == 0) continue;
            var first = group.InstanceTypes[0];
            var image = NodeImage.Of(first.Text);
            if (group.InstanceTypes.FirstOrDefault(type => NodeImage.Of(type.Text) != image) is { } other)
            {
                problems.Add(other, $"a node group boots one image, and {first} needs another than this", $"instance types of {image}");
            }
        }
    }

    private static void CheckAddons(CreateClusterSpec create, AccessSpec spec, SpecProblems problems)
    {
        SpecChecks.Distinct(create.Addons, "add-on", problems);
        foreach (var addon in create.Addons.Where(addon => !s_addons.Contains(addon.Text)))
        {
            if (s_addonName.Read(new SpecNode.Scalar(addon.At, addon.Text, false), "add-on", problems) is null) continue;
            if (Nearest.To(addon.Text, s_addons) is { } meant)
            {
                problems.Add(addon, "add-on is none of EKS", $"one of EKS; did you mean {meant}?");
            }
            else problems.Note(addon.At, $"add-on {addon} is none of AWS' own: the marketplace must have it");
        }

        const string Agent = "eks-pod-identity-agent";
        if (create.Addons.Any(addon => addon.Text == Agent)) return;
        foreach (var workload in spec.Workloads.Where(workload => workload.Identity == WorkloadIdentityKind.PodIdentity))
        {
            problems.Note(workload.IdentityAt, $"pods of {workload.Written} get no credentials without the add-on {Agent}");
        }
    }
}
