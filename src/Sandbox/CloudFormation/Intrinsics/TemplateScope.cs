using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.CloudFormation.Intrinsics;

/// <summary>All that a template can refer to besides its resources.</summary>
internal sealed record TemplateScope
{
    public required Template Template { get; init; }

    public required PseudoParameters Pseudo { get; init; }

    /// <summary>Values of the parameters, as <c>Ref</c> gives them.</summary>
    public required IReadOnlyDictionary<string, JsonNode> Parameters { get; init; }

    /// <summary>The conditions, decided. One that does not exist holds: its absence is told elsewhere.</summary>
    public IReadOnlyDictionary<string, bool> Conditions { get; init; } = new Dictionary<string, bool>();

    /// <summary>What other stacks export.</summary>
    public IReadOnlyDictionary<string, string> Exports { get; init; } = new Dictionary<string, string>();

    /// <summary>Whether what other stacks export cannot be known.</summary>
    public bool ExportsAreUnknown { get; init; }

    /// <summary>The exports that were asked for so far.</summary>
    public ConcurrentDictionary<string, bool> Imported { get; } = new(StringComparer.Ordinal);

    public bool Holds(string? condition) => condition is null || Conditions.GetValueOrDefault(condition, true);
}

/// <summary>Who deploys where.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/pseudo-parameter-reference.html"/></summary>
internal sealed record PseudoParameters(string AccountId, string Region, string StackName, string StackId)
{
    public const string NoValue = "AWS::NoValue";

    public string Partition => PartitionOf(Region);

    public string UrlSuffix => Partition == "aws-cn" ? "amazonaws.com.cn" : "amazonaws.com";

    public static string PartitionOf(string region) => region.Split('-') switch
    {
        ["cn", ..] => "aws-cn",
        ["us", "gov", ..] => "aws-us-gov",
        ["us", "iso", ..] => "aws-iso",
        ["us", "isob", ..] => "aws-iso-b",
        _ => "aws",
    };

    /// <summary>The value of a pseudo parameter; null when there is none of that name.</summary>
    public JsonNode? Find(string name) => name switch
    {
        "AWS::AccountId" => AccountId,
        "AWS::Region" => Region,
        "AWS::StackName" => StackName,
        "AWS::StackId" => StackId,
        "AWS::Partition" => Partition,
        "AWS::URLSuffix" => UrlSuffix,
        "AWS::NotificationARNs" => new JsonArray(),
        _ => null,
    };

    public static bool IsName(string name) => name is NoValue or "AWS::AccountId" or "AWS::Region" or "AWS::StackName" or "AWS::StackId"
        or "AWS::Partition" or "AWS::URLSuffix" or "AWS::NotificationARNs";
}
