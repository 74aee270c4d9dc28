using System.Collections;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Constructs;

/// <summary>A manifest as JSON text whose keys have one order, so that the same manifest always makes the same template.</summary>
internal static class ManifestText
{
    private static readonly string[] _headKeys = ["apiVersion", "kind", "metadata", "name", "namespace"];

    /// <summary>Plain text, or a <c>Fn::Join</c> where tokens are inside.</summary>
    /// <exception cref="ArgumentException">The function would refuse the manifest; all problems are listed.</exception>
    public static string Of(Amazon.CDK.Stack stack, string construct, IReadOnlyDictionary<string, object> manifest)
    {
        var ordered = Ordered(manifest);
        var problems = new ProblemList();
        _ = Manifest.Parse("Manifest", Json(ordered)!.ToJsonString(), problems, out var unsupported);
        if (problems.Count > 0 || unsupported is not null)
        {
            throw new ArgumentException($"{construct}: {unsupported?.Reason ?? problems.ToString()}");
        }

        return stack.ToJsonString(ordered);
    }

    private static object Ordered(object value) => value switch
    {
        string => value,
        IEnumerable map when Pairs(map) is { } pairs =>
            pairs.OrderBy(pair => Rank(pair.Key)).ThenBy(pair => pair.Key, StringComparer.Ordinal).ToDictionary(pair => pair.Key, pair => Ordered(pair.Value)),
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
        var rank = Array.IndexOf(_headKeys, key);
        return rank < 0 ? _headKeys.Length : rank;
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
