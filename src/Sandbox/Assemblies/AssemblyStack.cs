using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Assemblies;

/// <summary>A stack of a CDK assembly.</summary>
/// <param name="Stage">The stage of a pipeline that it belongs to, or empty.</param>
/// <param name="Id">In the manifest.</param>
/// <param name="Name">In CloudFormation.</param>
/// <param name="TemplatePath">Its assets lie beside it.</param>
/// <param name="AccountId">Null where the stack goes to whatever account deploys it.</param>
/// <param name="Region">Null where the stack goes to whatever Region it is deployed to.</param>
/// <param name="Parameters">That the manifest gives.</param>
public sealed record AssemblyStack(
    string Stage,
    string Id,
    string Name,
    string TemplatePath,
    string? AccountId,
    string? Region,
    IReadOnlyDictionary<string, string> Parameters)
{
    internal static AssemblyStack Read(string folder, string stage, string id, JsonObject artifact)
    {
        var properties = artifact["properties"] as JsonObject ?? [];
        // aws://ACCOUNT/REGION, with unknown-account and unknown-region for what is not decided.
        var place = ((string?)artifact["environment"] ?? "").Split('/');
        return new AssemblyStack(
            stage,
            id,
            (string?)properties["stackName"] ?? id,
            Path.Combine(folder, (string?)properties["templateFile"] ?? $"{id}.template.json"),
            Known(place.ElementAtOrDefault(2)),
            Known(place.ElementAtOrDefault(3)),
            (properties["parameters"] as JsonObject ?? [])
                .ToDictionary(parameter => parameter.Key, parameter => parameter.Value?.ToString() ?? "", StringComparer.Ordinal));
    }

    private static string? Known(string? text) =>
        text is { Length: > 0 } && !text.StartsWith("unknown-", StringComparison.Ordinal) ? text : null;
}
