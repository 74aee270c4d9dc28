using System.Text.Json.Nodes;

namespace EksIamCdk.Bench.Contest;

/// <summary>What every entrant is asked to do.</summary>
internal enum Change
{
    /// <summary>One more role in kube-system/aws-auth.</summary>
    AwsAuth,

    /// <summary>One ClusterRoleBinding that was not there.</summary>
    ClusterRoleBinding,
}

/// <summary>The things that the changes are about, the same for all entrants.</summary>
internal static class Things
{
    public const string ClusterName = "demo";
    public const string AwsAuthPath = "/api/v1/namespaces/kube-system/configmaps/aws-auth";
    public const string BindingsPath = "/apis/rbac.authorization.k8s.io/v1/clusterrolebindings";
    public const string NodeRole = "arn:aws:iam::111122223333:role/nodes";
    public const string NodeUsername = "system:node:{{EC2PrivateDNSName}}";

    /// <summary>As eksctl and the EKS console write it.</summary>
    public const string NodesOnly = $$$"""
        - rolearn: {{{NodeRole}}}
          username: {{{NodeUsername}}}
          groups:
          - system:bootstrappers
          - system:nodes

        """;

    public static string Role(int number) => $"arn:aws:iam::111122223333:role/Role{number}";

    public static string BindingName(int number) => $"bench-{number}";

    public static string BindingPath(int number) => $"{BindingsPath}/{BindingName(number)}";

    public static JsonObject Binding(int number, string role = "view") => new()
    {
        ["apiVersion"] = "rbac.authorization.k8s.io/v1",
        ["kind"] = "ClusterRoleBinding",
        ["metadata"] = new JsonObject { ["name"] = BindingName(number) },
        ["roleRef"] = new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "ClusterRole", ["name"] = role },
        ["subjects"] = new JsonArray(
            new JsonObject { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = "Group", ["name"] = "devs" }),
    };

    /// <param name="mapRoles">The text of that section.</param>
    /// <param name="mapUsers">Null: there is no such section.</param>
    public static JsonObject AwsAuth(string mapRoles, string? mapUsers = null)
    {
        var data = new JsonObject { ["mapRoles"] = mapRoles };
        if (mapUsers is not null) data["mapUsers"] = mapUsers;
        return new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "ConfigMap",
            ["metadata"] = new JsonObject { ["name"] = "aws-auth", ["namespace"] = "kube-system" },
            ["data"] = data,
        };
    }
}
