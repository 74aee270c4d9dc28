namespace EksIamCdk.Sandbox.Aws;

/// <summary>The parameters of a request of the query protocol. Lists are written <c>Name.member.1</c>, <c>Name.member.2</c>…, structures
/// <c>Name.Member</c>.</summary>
internal sealed class QueryParameters(IReadOnlyList<KeyValuePair<string, string>> pairs)
{
    public string Action => this["Action"] ?? "";

    public string? this[string name]
    {
        get
        {
            foreach (var (key, value) in pairs)
            {
                if (key == name)
                    return value;
            }
            return null;
        }
    }

    public bool Has(string prefix) => pairs.Any(pair => pair.Key == prefix || pair.Key.StartsWith(prefix + ".", StringComparison.Ordinal));

    public bool Flag(string name) => this[name] == "true";

    /// <exception cref="AwsErrorException">It is not there.</exception>
    public string Required(string name) => this[name] is { Length: > 0 } value
        ? value
        : throw new AwsErrorException(
            "ValidationError",
            $"1 validation error detected: Value null at '{Camel(name)}' failed to satisfy constraint: Member must not be null");

    public IReadOnlyList<string> Texts(string name) => [.. Members(name).Select(prefix => this[prefix] ?? "")];

    /// <summary>The members of a list of structures.</summary>
    public IReadOnlyList<QueryParameters> Structures(string name) =>
    [
        .. Members(name).Select(prefix => new QueryParameters(
        [
            .. pairs.Where(pair => pair.Key.StartsWith(prefix + ".", StringComparison.Ordinal))
                .Select(pair => KeyValuePair.Create(pair.Key[(prefix.Length + 1)..], pair.Value)),
        ])),
    ];

    private IEnumerable<string> Members(string name)
    {
        for (var i = 1; Has($"{name}.member.{i}"); i++)
            yield return $"{name}.member.{i}";
    }

    private static string Camel(string name) => $"{char.ToLowerInvariant(name[0])}{name[1..]}";
}
