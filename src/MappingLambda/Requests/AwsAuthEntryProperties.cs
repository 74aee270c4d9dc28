using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>Reads the properties of <c>Custom::EksAwsAuthEntry</c>.</summary>
internal static class AwsAuthEntryProperties
{
    private static readonly string[] Targets = ["RoleArn", "UserArn", "AccountId"];

    /// <returns>The entry, as far as it could be read, and its key inside the cluster's ids; null without an ARN or account.</returns>
    public static (Resource.AwsAuthEntry? Entry, string? Key) Read(
        PropertyReader properties, ClusterReference? cluster, OnConflict onConflict, ProblemList problems)
    {
        var allowLockout = properties.Flag("AllowLockout", whenMissing: false);
        var target = Target(properties, problems);
        var takesUsername = target?.Section is not Section.MapAccounts;
        var username = Username(properties, takesUsername);
        var groups = properties.Texts("Groups", "the name of a group, without control characters");
        if (!takesUsername && properties.Has("Groups"))
            properties.Wrong("Groups", "a list", "no Groups with AccountId: each user's name is its ARN");
        if (target is not { } found)
            return (null, null);

        var (section, id) = found;
        var entry = new MappingEntry { Id = id, Username = username ?? "", Groups = groups };
        return (cluster is null ? null : new(cluster, new EntryDeclaration(section, entry), onConflict, allowLockout), KeyOf(section, id));
    }

    private static (Section Section, string Id)? Target(PropertyReader properties, ProblemList problems)
    {
        var given = Targets.Where(properties.Has).ToList();
        if (given.Count == 0)
            properties.Wrong("RoleArn", "", $"exactly one of {string.Join(", ", Targets)}");
        else if (given.Count > 1)
            properties.Wrong(string.Join(" and ", given), "each", $"exactly one of {string.Join(", ", Targets)}");

        var before = problems.Count;
        var role = Principal(properties, "RoleArn", "the ARN of an IAM role", problems, PrincipalKind.Role);
        var user = Principal(properties, "UserArn", "the ARN of an IAM user", problems, PrincipalKind.User, PrincipalKind.Root);
        var account = properties.Optional("AccountId", "an account id of 12 digits");
        if (account is not null && !PrincipalArn.IsAccountId(account))
            properties.Wrong("AccountId", account, "an account id of 12 digits");
        if (given.Count != 1 || problems.Count > before)
            return null;
        return role is not null ? (Section.MapRoles, role.AsWritten)
            : user is not null ? (Section.MapUsers, user.AsWritten)
            : (Section.MapAccounts, account!);
    }

    private static PrincipalArn? Principal(
        PropertyReader properties, string name, string expected, ProblemList problems, params ReadOnlySpan<PrincipalKind> kinds)
    {
        if (properties.Optional(name, expected) is not { } text || PrincipalArn.Parse(name, text, problems) is not { } arn)
            return null;
        if (kinds.Contains(arn.Kind))
            return arn;
        properties.Wrong(name, text, $"{expected}; this is the ARN of a {arn.Kind.ToString().ToLowerInvariant()}");
        return null;
    }

    private static string? Username(PropertyReader properties, bool takesUsername)
    {
        const string Expected = "the Kubernetes username that the principal becomes";
        if (!takesUsername)
        {
            if (properties.Has("Username"))
                properties.Wrong("Username", "a name", "no Username with AccountId: each user's name is its ARN");
            return null;
        }

        var username = properties.Required("Username", Expected);
        if (username is null || (!string.IsNullOrWhiteSpace(username) && !username.Any(char.IsControl)))
            return username;
        properties.Wrong("Username", username, $"{Expected}, without control characters and not blank");
        return null;
    }

    private static string KeyOf(Section section, string id) => section switch
    {
        Section.MapRoles => $"role|{id.ToLowerInvariant()}",
        Section.MapUsers => $"user|{id}",
        _ => $"account|{id}",
    };
}
