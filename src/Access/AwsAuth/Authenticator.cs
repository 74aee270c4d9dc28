namespace EksIamCdk.Access.AwsAuth;

/// <summary>
/// Who a caller becomes by the aws-auth ConfigMap alone, with the rules of aws-iam-authenticator
/// (https://github.com/kubernetes-sigs/aws-iam-authenticator) and its default feature gates.
/// </summary>
public static class Authenticator
{
    private const string InstanceName = "{{EC2PrivateDNSName}}";

    private static readonly HashSet<string> Partitions =
        new(StringComparer.Ordinal) { "aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc" };

    /// <summary>
    /// The ARN that mappings are looked up by, in the letters it was given; null when no such identity is let in.
    /// Only an assumed role is rewritten: to its role, without the session.
    /// </summary>
    public static string? Canonicalize(string arn)
    {
        var sections = arn.Split(':', 6);
        if (sections.Length < 6 || sections[0] != "arn" || !Partitions.Contains(sections[1])) return null;

        var resource = sections[5].Split('/');
        return (sections[2], resource[0]) switch
        {
            ("iam", "role" or "user" or "root") or ("sts", "federated-user") => arn,
            ("sts", "assumed-role") when resource.Length >= 3 =>
                $"arn:{sections[1]}:iam::{sections[4]}:role/{string.Join('/', resource[1..^1])}",
            _ => null,
        };
    }

    /// <summary>Roles first, then users, then accounts; a section that is lost or absent has no entries.</summary>
    public static Resolution Resolve(IReadOnlyDictionary<string, string> data, Caller caller) => Resolve(new AwsAuthReading(data), caller);

    /// <summary>The same of a map that was read before.</summary>
    public static Resolution Resolve(AwsAuthReading map, Caller caller)
    {
        ArgumentNullException.ThrowIfNull(map);
        ArgumentNullException.ThrowIfNull(caller);
        if (Canonicalize(caller.Arn) is not { } arn)
            return new Resolution.Refused($"{caller.Arn} is not an identity that the authenticator accepts.");

        foreach (var section in new[] { Section.MapRoles, Section.MapUsers })
        {
            if (map.Find(section, arn) is { } match) return Render(section, match, arn, caller);
        }

        var account = AccountOf(arn);
        return map.Find(Section.MapAccounts, account) is not { } listed
            ? new Resolution.Refused($"Nothing maps {arn}, and its account {account} is not listed.")
            : new Resolution.Mapped(arn, [], Section.MapAccounts, listed);
    }

    internal static bool IsPartition(string partition) => Partitions.Contains(partition);

    private static Resolution Render(Section section, EntryInForce match, string arn, Caller caller)
    {
        var templates = match.Entry.Groups.Prepend(match.Entry.Username).ToList();
        if (templates.Exists(template => template.Contains(InstanceName, StringComparison.Ordinal))
            && (caller.Ec2PrivateDnsName is null || !IsInstanceId(caller.SessionName)))
        {
            return new Resolution.Refused(
                $"The entry of {match.Entry.Id} asks for {InstanceName}, but the session \"{caller.SessionName}\" is not that of a known instance.",
                section, match);
        }

        var rendered = templates.Select(template => Render(template, arn, caller)).ToList();
        return new Resolution.Mapped(rendered[0], rendered[1..], section, match);
    }

    private static string Render(string template, string arn, Caller caller) => template
        .Replace(InstanceName, caller.Ec2PrivateDnsName, StringComparison.Ordinal)
        .Replace("{{AccountID}}", AccountOf(arn), StringComparison.Ordinal)
        .Replace("{{SessionName}}", caller.SessionName.Replace('@', '-'), StringComparison.Ordinal)
        .Replace("{{SessionNameRaw}}", caller.SessionName, StringComparison.Ordinal)
        .Replace("{{AccessKeyID}}", caller.AccessKeyId, StringComparison.Ordinal);

    private static string AccountOf(string arn) => arn.Split(':')[4];

    /// <summary>Whether a session is that of an EC2 instance, by its name.</summary>
    internal static bool IsInstanceId(string sessionName) =>
        sessionName.Length is 2 + 8 or 2 + 17
        && sessionName.StartsWith("i-", StringComparison.Ordinal)
        && sessionName.Skip(2).All(character => char.IsAsciiLetterOrDigit(character) || character == '_');
}
