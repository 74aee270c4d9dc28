using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <summary>What the sandbox knows of a resource type of AWS: what <c>Ref</c> and <c>Fn::GetAtt</c> give, and what cannot be changed
/// in place. Values are patterns: <c>{id}</c> is the physical id, <c>{Name}</c> or <c>{Name|default}</c> a property; see
/// <see cref="Fill"/>.</summary>
internal sealed partial record NativeType(string Type)
{
    /// <summary>The property that names the resource, if its writer wants to.</summary>
    public string? NameProperty { get; init; }

    /// <summary>The physical id, which <c>Ref</c> gives.</summary>
    public string Id { get; init; } = "{name}";

    /// <summary>How long a name that CloudFormation makes up may be.</summary>
    public int LongestName => Type.StartsWith("AWS::IAM::", StringComparison.Ordinal) || Type.StartsWith("AWS::Lambda::", StringComparison.Ordinal) ? 64 : 128;

    public IReadOnlyDictionary<string, string> Attributes { get; init; } = new Dictionary<string, string>();

    /// <summary>A change of one of these properties replaces the resource.</summary>
    public IReadOnlyList<string> CreateOnly { get; init; } = [];

    /// <summary>What there can be only one of, as a pattern; null where any number is fine.</summary>
    public string? Unique { get; init; }

    /// <summary>What AWS says when there is one already, as a pattern; null: in CloudFormation's own words.</summary>
    public string? Taken { get; init; }

    public string AttributeNames => Attributes.Count == 0 ? "it has none that the sandbox knows" : string.Join(", ", Attributes.Keys);

    public bool HasAttribute(string name) => Attributes.ContainsKey(name);

    public string NewPhysicalId(NativeInstance instance) => Fill(Id, instance with { PhysicalId = "" });

    public JsonObject AttributesOf(NativeInstance instance)
    {
        var attributes = new JsonObject();
        foreach (var (name, pattern) in Attributes)
            attributes[name] = Fill(pattern, instance with { Salt = name });
        return attributes;
    }

    public string? IdentityOf(NativeInstance instance) => Unique is null ? null : $"{Type}|{Fill(Unique, instance)}";

    /// <param name="owner">ARN of the stack that has one already.</param>
    public string RefusalOf(NativeInstance instance, string owner) => Taken is null
        ? $"{instance.PhysicalId} already exists in stack {owner}"
        : HandlerMessage.Of(Service, 409, Fill(Taken, instance), "AlreadyExists");

    /// <summary><c>Eks</c> of <c>AWS::EKS::Cluster</c>.</summary>
    private string Service => Type.Split("::") is [_, { Length: > 1 } name, ..] ? $"{name[0]}{name[1..].ToLowerInvariant()}" : Type;

    private string Fill(string pattern, NativeInstance instance) => Placeholder().Replace(pattern, match =>
    {
        var name = match.Groups["name"].Value;
        return name switch
        {
            "id" => instance.PhysicalId,
            "id.last" => instance.PhysicalId[(instance.PhysicalId.LastIndexOf('/') + 1)..],
            "name" => Named(instance) ?? NewName(instance),
            "url" => Bare(TemplateReader.Text(instance.Properties["Url"]) ?? ""),
            "account" => instance.Pseudo.AccountId,
            "region" => instance.Pseudo.Region,
            "partition" => instance.Pseudo.Partition,
            "suffix" => instance.Pseudo.UrlSuffix,
            "hex17" => Made(instance)[..17],
            "HEX32" => Made(instance)[..32].ToUpperInvariant(),
            "hex8" => Made(instance)[..8],
            "hex16" => Made(instance)[..16],
            "HEX17" => Made(instance)[..17].ToUpperInvariant(),
            "uuid" => new Guid(Convert.FromHexString(Made(instance)[..32])).ToString("D", CultureInfo.InvariantCulture),
            _ => TemplateReader.Text(instance.Properties[name]) is { } value ? value : Fill(match.Groups["default"].Value, instance),
        };
    });

    /// <summary>A URL without its scheme, as IAM has it in the ARN of an OIDC provider.</summary>
    private static string Bare(string url) => url[(url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var i ? i + 3 : 0)..].TrimEnd('/');

    /// <summary>Stack and logical id, both cut where the type takes no longer name, and what makes it unlike all others.</summary>
    private string NewName(NativeInstance instance)
    {
        const int unique = 12;
        var (stack, id) = (instance.Pseudo.StackName, instance.LogicalId);
        var room = LongestName - unique - 2;
        if (stack.Length + id.Length > room)
        {
            id = id[..Math.Min(id.Length, Math.Max(room / 2, room - stack.Length))];
            stack = stack[..(room - id.Length)];
        }
        return $"{stack}-{id}-{RandomText(unique)}";
    }

    private string? Named(NativeInstance instance) => NameProperty is null ? null : TemplateReader.Text(instance.Properties[NameProperty]);

    /// <summary>Made up, and always the same for one attribute of one resource; an id that is still to be given is random.</summary>
    private static string Made(NativeInstance instance) => instance.PhysicalId.Length == 0
        ? Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(32))
        : Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{instance.PhysicalId}|{instance.Salt}")));

    internal static string RandomText(int length) => RandomNumberGenerator.GetString("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789", length);

    [GeneratedRegex(@"\{(?<name>[A-Za-z0-9.]+)(\|(?<default>([^{}]|\{[^{}]*\})*))?\}", RegexOptions.CultureInvariant)]
    private static partial Regex Placeholder();
}

/// <summary>One resource of a <see cref="NativeType"/>. <c>Salt</c> keeps made-up values of different attributes apart.</summary>
internal sealed record NativeInstance(
    PseudoParameters Pseudo, string LogicalId, string PhysicalId, JsonObject Properties, string Salt = "");
