using System.Text.Encodings.Web;
using System.Text.Json;
using Amazon.CDK;

namespace EksIamCdk.Constructs.Iam;

/// <summary>
/// Whoever has a token of an OIDC issuer may assume the role, if the token is for this audience and names one of these subjects. The issuer is
/// part of the condition <em>keys</em>: one that is known only at deploy time makes the document a JSON text with <c>Fn::Sub</c>, which, other
/// than a custom resource for it, works in every stack set.
/// </summary>
public sealed class WebIdentityTrust : TrustPolicy
{
    private const string Scheme = "https://";

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The issuer's URL, such as <c>https://token.actions.githubusercontent.com</c>; the account has an OIDC provider for it.</summary>
    public required string Issuer { get; init; }

    /// <summary>Whom the token must be for. Default: <c>sts.amazonaws.com</c>.</summary>
    public string? Audience { get; init; }

    /// <summary>Whom the token must name, one of these; at least one. With <c>*</c> or <c>?</c> in one they are patterns, else exact.</summary>
    public required IReadOnlyList<string> Subjects { get; init; }

    internal override object Document(Stack stack)
    {
        if (!Token.IsUnresolved(Issuer)) return Document($"arn:{stack.Partition}:iam::{stack.Account}", Issuer[Scheme.Length..], value => value);

        var variables = new Dictionary<string, string> { ["Issuer"] = Fn.Select(1, Fn.Split("//", Issuer)) };
        var document = Document("arn:${AWS::Partition}:iam::${AWS::AccountId}", "${Issuer}", Placeholder);
        return Fn.Sub(JsonSerializer.Serialize(document, s_plain), variables);

        string Placeholder(string value)
        {
            if (!Token.IsUnresolved(value)) return value.Replace("${", "${!", StringComparison.Ordinal);

            var name = $"Value{variables.Count}";
            variables[name] = value;
            return $"${{{name}}}";
        }
    }

    internal override void Validate(string path, ConstructProblems problems)
    {
        ValidateIssuer($"{path}.Issuer", Issuer, problems);
        if (Audience is not null) problems.Required($"{path}.Audience", Audience, "whom the token must be for");
        if (Subjects.Count == 0) problems.Add($"{path}.Subjects", null, "at least one subject");
        for (var i = 0; i < Subjects.Count; i++)
        {
            problems.Required($"{path}.Subjects[{i}]", Subjects[i], "the subject of a token");
        }
    }

    /// <summary>An issuer is compared character by character with the one in the token.</summary>
    internal static void ValidateIssuer(string path, string issuer, ConstructProblems problems)
    {
        if (Token.IsUnresolved(issuer)) return;
        if (!issuer.StartsWith(Scheme, StringComparison.Ordinal) || issuer.Length == Scheme.Length || issuer.Any(char.IsWhiteSpace))
        {
            problems.Add(path, issuer, "an https:// URL");
        }
        else if (issuer.EndsWith('/') || issuer.Contains('?', StringComparison.Ordinal) || issuer.Contains('#', StringComparison.Ordinal))
        {
            problems.Add(path, issuer, "the issuer as its tokens have it, without a slash at the end, a query or a fragment");
        }
    }

    private Dictionary<string, object> Document(string account, string issuer, Func<string, string> value)
    {
        var equal = new Dictionary<string, object> { [$"{issuer}:aud"] = value(Audience ?? "sts.amazonaws.com") };
        var conditions = new Dictionary<string, object> { ["StringEquals"] = equal };
        var subjects = OneOrMany([.. Subjects.Select(value)]);
        if (Subjects.Any(subject => subject.AsSpan().ContainsAny('*', '?')))
        {
            conditions["StringLike"] = new Dictionary<string, object> { [$"{issuer}:sub"] = subjects };
        }
        else
        {
            equal[$"{issuer}:sub"] = subjects;
        }

        return Of(
            new Dictionary<string, object> { ["Federated"] = $"{account}:oidc-provider/{issuer}" }, "sts:AssumeRoleWithWebIdentity", conditions);
    }
}
