using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Validation;

namespace EksIamCdk.Sandbox.Kubernetes.Registry;

/// <summary>Which objects of a list are asked for: <c>labelSelector</c> and <c>fieldSelector</c>.</summary>
internal sealed record Selection(LabelSelector Labels, IReadOnlyList<(string Field, bool Equal, string Value)> Fields)
{
    /// <summary>Reads the selectors of a request; <paramref name="refusal"/> says why they cannot be.</summary>
    public static Selection? Read(ApiRequest request, out ApiStatus? refusal)
    {
        refusal = null;
        var fields = new List<(string, bool, string)>();
        foreach (var term in Split(request.Query.GetValueOrDefault("fieldSelector", "")))
        {
            var equal = !term.Contains("!=", StringComparison.Ordinal);
            var at = term.IndexOf(equal ? "=" : "!=", StringComparison.Ordinal);
            if (at < 0)
            {
                refusal = ApiStatus.BadRequest($"invalid selector: '{term}'; can't understand '{term}'");
                return null;
            }

            var (field, value) = (term[..at], term[at..].TrimStart('!', '='));
            if (field is not ("metadata.name" or "metadata.namespace"))
            {
                refusal = ApiStatus.BadRequest($"\"{field}\" is not a known field selector: only \"metadata.name\", \"metadata.namespace\"");
                return null;
            }

            fields.Add((field, equal, value));
        }

        var labels = Split(request.Query.GetValueOrDefault("labelSelector", "")).Select(Requirement).ToList();
        if (labels.Find(label => Names.QualifiedName(label.Key) is not null) is not { } strange) return new Selection(new LabelSelector(labels), fields);
        refusal = ApiStatus.BadRequest($"unable to parse requirement: {StatusCause.Invalid("key", StatusCause.Quote(strange.Key), Names.QualifiedName(strange.Key)!)}");
        return null;
    }

    public bool Matches(JsonObject body) =>
        Labels.Matches(body.Labels())
        && Fields.All(field => (field.Field == "metadata.name" ? body.Name() : body.Namespace()) == field.Value == field.Equal);

    /// <summary>A selector as objects write it (<c>matchLabels</c>, <c>matchExpressions</c>).</summary>
    public static LabelSelector FromObject(JsonNode? selector) => new(
    [
        .. selector.TextMap("matchLabels").Select(pair => new LabelRequirement(pair.Key, SelectorOperator.In, [pair.Value])),
        .. selector.Objects("matchExpressions").Select(term => new LabelRequirement(
            term.Text("key"), Enum.TryParse<SelectorOperator>(term.Text("operator"), out var known) ? known : SelectorOperator.In, term.Texts("values"))),
    ]);

    private static LabelRequirement Requirement(string term)
    {
        if (term.IndexOf(" notin ", StringComparison.Ordinal) is > 0 and var notIn) return new(term[..notIn].Trim(), SelectorOperator.NotIn, InBrackets(term[notIn..]));
        if (term.IndexOf(" in ", StringComparison.Ordinal) is > 0 and var among) return new(term[..among].Trim(), SelectorOperator.In, InBrackets(term[among..]));
        if (term.IndexOf("!=", StringComparison.Ordinal) is > 0 and var not) return new(term[..not].Trim(), SelectorOperator.NotIn, [term[(not + 2)..].Trim()]);
        if (term.IndexOf('=', StringComparison.Ordinal) is > 0 and var equals) return new(term[..equals].Trim(), SelectorOperator.In, [term[equals..].TrimStart('=').Trim()]);
        return term.StartsWith('!') ? new(term[1..].Trim(), SelectorOperator.DoesNotExist, []) : new(term, SelectorOperator.Exists, []);
    }

    private static string[] InBrackets(string text) =>
        text[(text.IndexOf('(', StringComparison.Ordinal) + 1)..].TrimEnd(')', ' ').Split(',', StringSplitOptions.TrimEntries);

    /// <summary>By commas that are not in brackets.</summary>
    private static IEnumerable<string> Split(string selector)
    {
        var (depth, start) = (0, 0);
        for (var at = 0; at <= selector.Length; at++)
        {
            if (at < selector.Length && selector[at] == '(') depth++;
            else if (at < selector.Length && selector[at] == ')') depth--;
            else if (at == selector.Length || (selector[at] == ',' && depth == 0))
            {
                if (selector[start..at].Trim() is { Length: > 0 } term) yield return term;
                start = at + 1;
            }
        }
    }
}
