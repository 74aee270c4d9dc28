using System.Text.Json.Nodes;

namespace EksIamCdk.Constructs.Fleet;

/// <summary>The name by which an account has one IAM resource only, and its ARN, both as text for <c>Fn::Sub</c>.</summary>
/// <param name="Name">What <c>Ref</c> of the resource gives.</param>
/// <param name="Arn">What its ARN is.</param>
internal sealed record GlobalName(string Name, string Arn)
{
    private const string Account = "arn:${AWS::Partition}:iam::${AWS::AccountId}:";

    /// <returns>Null for a resource that each Region may have, under a name of its own.</returns>
    public static GlobalName? Of(JsonNode resource)
    {
        var properties = resource["Properties"];
        var path = Literal(properties?["Path"]) ?? "/";
        return resource["Type"]?.GetValue<string>() switch
        {
            "AWS::IAM::Role" when Literal(properties?["RoleName"]) is { } name => new(name, $"{Account}role{path}{name}"),
            "AWS::IAM::ManagedPolicy" when Literal(properties?["ManagedPolicyName"]) is { } name => new($"{Account}policy{path}{name}"),
            "AWS::IAM::OIDCProvider" when Literal(properties?["Url"]) is { } url => new($"{Account}oidc-provider/{url.Replace("https://", "", StringComparison.Ordinal)}"),
            _ => null,
        };
    }

    /// <exception cref="InvalidOperationException">The attribute is made up by IAM: the other Regions cannot know it.</exception>
    public string Value(string id, string? attribute) => attribute switch
    {
        null => Name,
        "Arn" => Arn,
        _ => throw new InvalidOperationException(
            $"{id} is made in the first Region of the fleet only: its {attribute} is not known in the others; refer to its name or ARN."),
    };

    // Of the managed policy and the OIDC provider, Ref gives the ARN.
    private GlobalName(string arn)
        : this(arn, arn)
    {
    }

    private static string? Literal(JsonNode? node) => node is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;
}
