using System.Collections;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Constructs;

/// <summary>A manifest as JSON text whose keys have one order, so that the same manifest always makes the same template.</summary>
internal sealed class ManifestText
{
    private static readonly string[] s_headKeys = ["apiVersion", "kind", "metadata", "name", "namespace"];

    private readonly object _ordered;

    private ManifestText(Manifest manifest, object ordered)
    {
        Address = manifest.Address;
        Needs = NeedsOf(manifest).ToList();
        _ordered = ordered;
    }

    /// <summary>Which object it is; name and namespace may be tokens.</summary>
    public ObjectAddress Address { get; }

    /// <summary>What must be there before: its namespace, and the role that a binding gives.</summary>
    public IReadOnlyList<ObjectAddress> Needs { get; }

    /// <exception cref="ArgumentException">The function would refuse the manifest; all problems are listed.</exception>
    public static ManifestText Of(string construct, IReadOnlyDictionary<string, object> manifest)
    {
        var ordered = Ordered(manifest);
        var problems = new ProblemList();
        return Manifest.Parse("Manifest", Json(ordered)!.ToJsonString(), problems, out var unsupported) is { } parsed
            ? new(parsed, ordered)
            : throw new ArgumentException($"{construct}: {unsupported?.Reason ?? problems.ToString()}");
    }

    /// <summary>Plain text, or a <c>Fn::Join</c> where tokens are inside.</summary>
    public string In(Amazon.CDK.Stack stack) => stack.ToJsonString(_ordered);

    private static IEnumerable<ObjectAddress> NeedsOf(Manifest manifest)
    {
        var address = manifest.Address;
        if (address.Namespace is { } ns) yield return new(KubernetesKind.Namespace, null, ns);
        if (!address.Kind.IsBinding || manifest.Body["roleRef"] is not JsonObject role || role["name"]?.ToString() is not { } name) yield break;
        yield return role["kind"]?.ToString() == "Role"
            ? new(KubernetesKind.Role, address.Namespace, name)
            : new(KubernetesKind.ClusterRole, null, name);
    }

    private static object Ordered(object value) => value switch
    {
        string => value,
        IEnumerable map when Pairs(map) is { } pairs =>
            pairs.OrderBy(pair => Rank(pair.Key)).ThenBy(pair => pair.Key, StringComparer.Ordinal)
                .ToDictionary(pair => pair.Key, pair => Ordered(pair.Value)),
        IEnumerable items => items.Cast<object>().Select(Ordered).ToArray(),
        _ => value,
    };

    private static IEnumerable<KeyValuePair<string, object>>? Pairs(IEnumerable value) => value switch
    {
        IEnumerable<KeyValuePair<string, object>> pairs => pairs,
        IEnumerable<KeyValuePair<string, string>> pairs => pairs.Select(pair => KeyValuePair.Create(pair.Key, (object)pair.Value)),
        _ => null,
    };

    private static int Rank(string key)
    {
        var rank = Array.IndexOf(s_headKeys, key);
        return rank < 0 ? s_headKeys.Length : rank;
    }

    // What is no JSON value is a token, whose text is known only to CloudFormation.
    private static JsonNode? Json(object? value) => value switch
    {
        Dictionary<string, object> map => new JsonObject(map.Select(pair => KeyValuePair.Create(pair.Key, Json(pair.Value)))),
        object[] items => new JsonArray([.. items.Select(Json)]),
        bool flag => flag,
        int number => number,
        long number => number,
        double number => number,
        null => null,
        _ => value.ToString(),
    };
}
