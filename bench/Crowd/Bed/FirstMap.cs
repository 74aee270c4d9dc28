using System.Text.Json.Nodes;

namespace EksIamCdk.Bench.Crowd.Bed;

/// <summary>aws-auth as EKS writes it for its first nodes.</summary>
internal static class FirstMap
{
    public const string MapRoles = """
        - rolearn: arn:aws:iam::111122223333:role/nodes
          username: system:node:{{EC2PrivateDNSName}}
          groups:
          - system:bootstrappers
          - system:nodes

        """;

    public static JsonObject ConfigMap => new()
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = "aws-auth", ["namespace"] = "kube-system" },
        ["data"] = new JsonObject { ["mapRoles"] = MapRoles },
    };
}
