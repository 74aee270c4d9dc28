using System.Buffers;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Principals;

/// <summary>
/// The ARN of an IAM principal, checked: <c>arn:PARTITION:iam::ACCOUNT:role/PATH/NAME</c>, <c>…:user/PATH/NAME</c> or <c>…:root</c>.
/// Source of the rules: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html.
/// </summary>
public sealed record PrincipalArn
{
    private const int LongestPath = 512;
    private const string Form = "the ARN of an IAM role or user, such as arn:aws:iam::111122223333:role/NAME";
    private static readonly SearchValues<char> s_nameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_+=,.@-");

    private PrincipalArn(string partition, string accountId, PrincipalKind kind, string path, string name)
    {
        Partition = partition;
        AccountId = accountId;
        Kind = kind;
        Path = path;
        Name = name;
    }

    public string Partition { get; }

    /// <summary>12 digits.</summary>
    public string AccountId { get; }

    public PrincipalKind Kind { get; }

    /// <summary><c>/</c>, or <c>/team/backend/</c>; always <c>/</c> for the root.</summary>
    public string Path { get; }

    /// <summary>The name without its path; empty for the root.</summary>
    public string Name { get; }

    /// <summary>The whole ARN, with its path.</summary>
    public string Full => Kind switch
    {
        PrincipalKind.Root => $"arn:{Partition}:iam::{AccountId}:root",
        PrincipalKind.Role => $"arn:{Partition}:iam::{AccountId}:role{Path}{Name}",
        _ => $"arn:{Partition}:iam::{AccountId}:user{Path}{Name}",
    };

    /// <summary>
    /// The ARN as aws-auth must have it: a role without its path, since STS leaves it out and an entry with it never matches; a user
    /// with its path, which STS keeps.
    /// </summary>
    public string AsWritten => Kind == PrincipalKind.Role ? RoleArn(Partition, AccountId, Name) : Full;

    /// <summary>Whether the text is an account id: 12 ASCII digits.</summary>
    public static bool IsAccountId(string text) => text.Length == 12 && text.All(char.IsAsciiDigit);

    /// <summary>Reads an ARN; what is wrong is added to <paramref name="problems"/>, with the ARN that was probably meant.</summary>
    /// <returns>The ARN, or null when a problem was added.</returns>
    public static PrincipalArn? Parse(string path, string text, ProblemList problems)
    {
        var expected = WhatIsWrong(text, out var arn);
        if (expected is not null) problems.Add(path, text, expected);
        return arn;
    }

    public override string ToString() => Full;

    private static string? WhatIsWrong(string text, out PrincipalArn? arn)
    {
        arn = null;
        if (text.Any(char.IsWhiteSpace)) return $"no white space in an ARN, probably {string.Concat(text.Where(c => !char.IsWhiteSpace(c)))}";
        if (text.Contains('*') || text.Contains('?')) return "one entry for each principal: the authenticator knows no wildcards";

        var parts = text.Split(':', 6);
        if (parts.Length < 6 || parts[0] != "arn") return Form;
        if (!Partitions.IsKnown(parts[1])) return $"a partition that EKS knows ({string.Join(", ", Partitions.All)})";
        if (!IsAccountId(parts[4])) return "an account id of 12 digits in the ARN";
        if (parts[2] == "sts") return OfSession(parts[1], parts[4], parts[5]);
        if (parts[2] != "iam") return $"{Form}; the service here is {parts[2]}";
        if (parts[3].Length > 0) return "no Region in an IAM ARN";
        return WhatIsWrongWithResource(parts[1], parts[4], parts[5], out arn);
    }

    private static string OfSession(string partition, string account, string resource) =>
        resource.Split('/') is ["assumed-role", { Length: > 0 } role, ..]
            ? $"the role itself, not a session of it, probably {RoleArn(partition, account, role)}"
            : $"{Form}; sessions come and go";

    private static string? WhatIsWrongWithResource(string partition, string account, string resource, out PrincipalArn? arn)
    {
        arn = null;
        if (resource == "root")
        {
            arn = new(partition, account, PrincipalKind.Root, "/", "");
            return null;
        }

        var slash = resource.IndexOf('/', StringComparison.Ordinal);
        var type = slash < 0 ? resource : resource[..slash];
        var path = slash < 0 ? "/" : resource[slash..(resource.LastIndexOf('/') + 1)];
        var name = slash < 0 ? "" : resource[(resource.LastIndexOf('/') + 1)..];
        if (type == "instance-profile") return $"the role inside the instance profile, probably {RoleArn(partition, account, name)}";
        if (type is not ("role" or "user")) return $"{Form}; the resource here is {type}";
        if (name.Length is 0 or > 64 || name.AsSpan().ContainsAnyExcept(s_nameCharacters))
        {
            return $"a {type} name of 1 to 64 letters, digits or _+=,.@- at the end of the ARN";
        }

        if (path.Length > LongestPath || path.Any(c => c is < '!' or > '~') || path.Contains("//", StringComparison.Ordinal))
        {
            return $"a path of at most {LongestPath} printable ASCII characters, without empty parts";
        }

        arn = new(partition, account, type == "role" ? PrincipalKind.Role : PrincipalKind.User, path, name);
        return null;
    }

    private static string RoleArn(string partition, string account, string name) => $"arn:{partition}:iam::{account}:role/{name}";
}
