namespace EksIamCdk.Access.AwsAuth;

/// <summary>Whether a caller can exist whose canonical ARN is that of an entry.</summary>
internal static class Reachability
{
    /// <summary>Why no caller ever matches this entry, with the ARN that was probably meant; null when one can.</summary>
    public static string? WhyNone(Section section, MappingEntry entry)
    {
        if (entry.Sso is not null) return "sso entries need a feature gate of the authenticator that is off by default";
        if (section == Section.MapAccounts) return IsAccount(entry.Id) ? null : $"\"{entry.Id}\" is not an account id of 12 digits";
        if (entry.Id.Any(char.IsWhiteSpace)) return "its ARN holds white space";
        if (entry.Id.AsSpan().ContainsAny('*', '?')) return "ARNs are compared whole, without wildcards";
        return WhyNone(entry.Id);
    }

    private static string? WhyNone(string arn)
    {
        // Compared without regard to case, so judged without it; the parts keep their own letters for the advice.
        var parts = arn.Split(':', 6);
        if (Authenticator.Canonicalize(arn.ToLowerInvariant()) is not { } canonical)
            return "it is not the ARN of a role, a user, a root or a federated user";
        if (!IsAccount(parts[4])) return $"\"{parts[4]}\" is not an account id of 12 digits";
        if (parts[3].Length > 0) return "ARNs of identities name no Region";

        var resource = parts[5].Split('/');
        var role = $"{parts[0]}:{parts[1]}:iam::{parts[4]}:role/";
        if (!canonical.Equals(arn, StringComparison.OrdinalIgnoreCase))
            return $"callers are looked up by their role; write {role}{string.Join('/', resource[1..^1])}";
        if (resource is [_, _, _, ..] && resource[0].Equals("role", StringComparison.OrdinalIgnoreCase))
            return $"callers arrive without the path of their role; write {role}{resource[^1]}";
        return null;
    }

    private static bool IsAccount(string id) => id.Length == 12 && id.All(char.IsAsciiDigit);
}
