using System.Text.RegularExpressions;

namespace EksIamCdk.Sandbox.Kubernetes.Validation;

/// <summary>What names, labels and keys may look like; each check gives the API server's words for what is wrong, or null.</summary>
internal static partial class Names
{
    private const int LongestSubdomain = 253;
    private const int LongestLabel = 63;

    public static string? Subdomain(string value) =>
        value.Length > LongestSubdomain ? $"must be no more than {LongestSubdomain} characters"
        : SubdomainPattern().IsMatch(value) ? null
        : "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

    public static string? Label(string value) =>
        value.Length > LongestLabel ? $"must be no more than {LongestLabel} characters"
        : LabelPattern().IsMatch(value) ? null
        : "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";

    /// <summary>A name that is a part of a path; RBAC names are only this.</summary>
    public static string? PathSegment(string value) =>
        value is "." or ".." ? $"may not be '{value}'"
        : value.Contains('/', StringComparison.Ordinal) ? "may not contain '/'"
        : value.Contains('%', StringComparison.Ordinal) ? "may not contain '%'"
        : null;

    public static string? QualifiedName(string value)
    {
        const string Rule = "name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
        var parts = value.Split('/');
        if (parts.Length > 2)
        {
            return "a qualified name must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]') with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')";
        }

        if (parts.Length == 2)
        {
            if (parts[0].Length == 0) return "prefix part must be non-empty";
            if (Subdomain(parts[0]) is { } wrong) return $"prefix part {wrong}";
        }

        return parts[^1].Length == 0 ? "name part must be non-empty"
            : parts[^1].Length > LongestLabel ? $"name part must be no more than {LongestLabel} characters"
            : QualifiedPattern().IsMatch(parts[^1]) ? null
            : Rule;
    }

    public static string? LabelValue(string value) =>
        value.Length > LongestLabel ? $"must be no more than {LongestLabel} characters"
        : value.Length == 0 || QualifiedPattern().IsMatch(value) ? null
        : "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')";

    /// <summary>A key of a ConfigMap or Secret.</summary>
    public static string? ConfigKey(string value) =>
        value.Length > LongestSubdomain ? $"must be no more than {LongestSubdomain} characters"
        : !ConfigKeyPattern().IsMatch(value)
            ? "a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')"
        : value is "." ? "must not be '.'"
        : value is ".." ? "must not be '..'"
        : value.StartsWith("..", StringComparison.Ordinal) ? "must not start with '..'"
        : null;

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*\z")]
    private static partial Regex SubdomainPattern();

    [GeneratedRegex(@"^[a-z0-9]([-a-z0-9]*[a-z0-9])?\z")]
    private static partial Regex LabelPattern();

    [GeneratedRegex(@"^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]\z")]
    private static partial Regex QualifiedPattern();

    [GeneratedRegex(@"^[-._a-zA-Z0-9]+\z")]
    private static partial Regex ConfigKeyPattern();
}
