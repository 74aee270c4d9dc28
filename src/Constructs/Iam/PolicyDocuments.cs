using Amazon.CDK;

namespace EksIamCdk.Constructs.Iam;

/// <summary>IAM policies as templates have them.</summary>
internal static class PolicyDocuments
{
    public static Dictionary<string, object> Of(params object[] statements) => new() { ["Version"] = "2012-10-17", ["Statement"] = statements };

    public static Dictionary<string, object> Allow(IReadOnlyList<string> actions, IReadOnlyList<string> resources) => new()
    {
        ["Effect"] = "Allow",
        ["Action"] = actions.ToArray(),
        ["Resource"] = resources.ToArray(),
    };

    /// <summary>The ARN of one of AWS's own managed policies.</summary>
    public static string ManagedByAws(Stack stack, string name) => $"arn:{stack.Partition}:iam::aws:policy/{name}";
}
