using System.Text.Json;

namespace EksIamCdk.CdkApp;

/// <summary>CloudFormation takes no template of more than 500 resources: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/cloudformation-limits.html.</summary>
internal static class ResourceLimit
{
    public const int Most = 500;

    /// <summary>The context key by which the CDK is told its own limit, whose error knows no remedy.</summary>
    public const string CdkKey = "@aws-cdk/core:stackResourceLimit";

    // So that there is room for teams to come.
    private const int Comfortable = 400;

    /// <summary>What is too large in an assembly, stages included: one line for each stack.</summary>
    public static IReadOnlyList<string> Problems(string assembly) =>
    [
        .. Directory.EnumerateFiles(assembly, "*.template.json", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(Problem)
            .OfType<string>(),
    ];

    private static string? Problem(string path)
    {
        using var stream = File.OpenRead(path);
        using var template = JsonDocument.Parse(stream);
        if (!template.RootElement.TryGetProperty("Resources", out var resources)) return null;
        var types = resources.EnumerateObject().Select(resource => resource.Value.GetProperty("Type").GetString()!).ToList();
        if (types.Count <= Most) return null;

        var kinds = types.CountBy(type => type).OrderByDescending(kind => kind.Value).ThenBy(kind => kind.Key, StringComparer.Ordinal);
        var name = Path.GetFileName(path)[..^".template.json".Length];
        return $"{name} has {types.Count} resources, and CloudFormation takes {Most} in a stack: {string.Join(", ", kinds.Select(kind => $"{kind.Value} {kind.Key}"))}. "
            + $"Spread the items of access over more stacks: -c {AccessSpread.Key}={(types.Count / Comfortable) + 1}, or that key in the context of cdk.json "
            + "(docs/many-teams.md).";
    }
}
