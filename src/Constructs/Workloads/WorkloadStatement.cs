using System.Text.RegularExpressions;
using Amazon.CDK;
using EksIamCdk.Constructs.Iam;

namespace EksIamCdk.Constructs.Workloads;

/// <summary>What a workload may do in AWS: actions, and on what.</summary>
public sealed partial class WorkloadStatement
{
    /// <summary>Such as <c>s3:GetObject</c>. Never all, of a service or of every one.</summary>
    public required IReadOnlyList<string> Actions { get; init; }

    /// <summary>ARNs. <c>*</c> is for actions that know no resources; it is warned of.</summary>
    public required IReadOnlyList<string> Resources { get; init; }

    /// <summary>Conditions as IAM has them: operator, key, value. Default: none.</summary>
    public IReadOnlyDictionary<string, object>? Conditions { get; init; }

    internal Dictionary<string, object> Document()
    {
        var statement = PolicyDocuments.Allow(Actions, Resources);
        if (Conditions is { Count: > 0 }) statement["Condition"] = Conditions;
        return statement;
    }

    internal void Validate(string path, ConstructProblems problems)
    {
        if (Actions.Count == 0) problems.Add($"{path}.Actions", null, "at least one action, such as s3:GetObject");
        if (Resources.Count == 0) problems.Add($"{path}.Resources", null, "at least one ARN");
        for (var i = 0; i < Actions.Count; i++)
        {
            var action = Actions[i];
            if (Token.IsUnresolved(action)) continue;
            if (AllPattern.IsMatch(action)) problems.Add($"{path}.Actions[{i}]", action, "the actions that the workload needs, not all there are");
            else if (!ActionPattern.IsMatch(action)) problems.Add($"{path}.Actions[{i}]", action, "an action, such as s3:GetObject");
        }

        for (var i = 0; i < Resources.Count; i++)
        {
            var resource = Resources[i];
            if (Token.IsUnresolved(resource) || resource == "*" || ArnPattern.IsMatch(resource)) continue;
            problems.Add($"{path}.Resources[{i}]", resource, "an ARN, such as arn:aws:s3:::bucket/*");
        }
    }

    /// <summary>The resources that are all there are, of one service or of every one.</summary>
    internal IEnumerable<string> BroadResources() => Resources.Where(resource => resource == "*" || resource.Split(':', 6) is [.., "*"]);

    [GeneratedRegex(@"\A([^:]*:)?\*+\z")]
    private static partial Regex AllPattern { get; }

    // Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_action.html.
    [GeneratedRegex(@"\A[A-Za-z0-9-]+:[A-Za-z0-9*?]+\z")]
    private static partial Regex ActionPattern { get; }

    [GeneratedRegex(@"\Aarn:[^:\s]+:[^:\s]+:[^:\s]*:[^:\s]*:\S+\z")]
    private static partial Regex ArnPattern { get; }
}
