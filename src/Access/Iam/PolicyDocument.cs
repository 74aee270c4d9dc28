using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Iam;

/// <summary>
/// A policy of IAM. Source of the rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html.
/// </summary>
public sealed record PolicyDocument
{
    public required IReadOnlyList<PolicyStatement> Statements { get; init; }

    /// <param name="node">The document, or its text in JSON.</param>
    /// <returns>Null for what is no policy.</returns>
    public static PolicyDocument? Read(JsonNode? node) => node switch
    {
        JsonObject document => new PolicyDocument
        {
            Statements = document["Statement"] switch
            {
                JsonArray list => [.. list.OfType<JsonObject>().Select(ReadStatement)],
                JsonObject one => [ReadStatement(one)],
                _ => [],
            },
        },
        JsonValue value when value.TryGetValue<string>(out var text) => ReadText(text),
        _ => null,
    };

    /// <summary>What the document says to a request. A doubt whether it is denied outweighs that it is allowed.</summary>
    public IamDecision Decide(IamRequest request)
    {
        var applying = Statements.Select(statement => (statement.IsAllow, Truth: statement.AppliesTo(request))).ToList();
        if (applying.Exists(s => !s.IsAllow && s.Truth.Value == true)) return new(IamEffect.Denied, $"a statement denies {request.Action}");
        if (applying.Find(s => !s.IsAllow && s.Truth.Value is null) is { Truth.Doubt: { Length: > 0 } denied }) return new(IamEffect.Undecided, denied);
        if (applying.Exists(s => s.IsAllow && s.Truth.Value == true)) return new(IamEffect.Allowed, $"a statement allows {request.Action}");
        return applying.Find(s => s.IsAllow && s.Truth.Value is null) is { Truth.Doubt: { Length: > 0 } allowed }
            ? new(IamEffect.Undecided, allowed)
            : new(IamEffect.NotStated, $"no statement allows {request.Action}");
    }

    internal static IReadOnlyList<string> Texts(JsonNode? node) => node switch
    {
        JsonArray list => [.. list.SelectMany(Texts)],
        JsonValue value => [value.TryGetValue<string>(out var text) ? text : value.ToJsonString()],
        _ => [],
    };

    private static PolicyDocument? ReadText(string text)
    {
        try
        {
            return JsonNode.Parse(text) is JsonObject document ? Read(document) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static PolicyStatement ReadStatement(JsonObject statement) => new()
    {
        IsAllow = (string?)statement["Effect"] == "Allow",
        Actions = Optional(statement["Action"]),
        NotActions = Optional(statement["NotAction"]),
        Resources = Optional(statement["Resource"]),
        NotResources = Optional(statement["NotResource"]),
        Principals = statement["Principal"] is { } principal ? PolicyPrincipals.Read(principal) : null,
        NotPrincipals = statement["NotPrincipal"] is { } not ? PolicyPrincipals.Read(not) : null,
        Conditions =
        [
            .. from comparison in statement["Condition"] as JsonObject ?? []
               from key in comparison.Value as JsonObject ?? []
               select new PolicyCondition(comparison.Key, key.Key, Texts(key.Value)),
        ],
    };

    private static IReadOnlyList<string>? Optional(JsonNode? node) => node is null ? null : Texts(node);
}
