using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Access.Migration.Parity;

/// <summary>What authentication makes of a principal, before its session is known.</summary>
/// <param name="Username">A template.</param>
/// <param name="Groups">Templates.</param>
/// <param name="IsClusterAdmin">Whether AmazonEKSClusterAdminPolicy lets it do everything.</param>
internal sealed record Standing(string Username, IReadOnlyList<string> Groups, bool IsClusterAdmin)
{
    /// <summary>As the entry of aws-auth has it.</summary>
    public static Standing Before(MigrationStep.Moved step)
    {
        var account = PrincipalArn.Parse("", step.From.Entry.Id, new ProblemList())?.AccountId ?? "";
        string Filled(string template) => template.Replace("{{AccountID}}", account, StringComparison.Ordinal);
        return new(Filled(step.From.Entry.Username), [.. step.From.Entry.Groups.Select(Filled)], false);
    }

    /// <summary>As the access entry has it. The groups of nodes are EKS's; none is counted that aws-auth did not give.</summary>
    public static Standing After(MigrationStep.Moved step) => step.To.Username is { } username
        ? new(username, step.To.Groups.Groups, step.To.Groups.IsClusterAdmin)
        : new(step.From.Entry.Username, [.. step.From.Entry.Groups.Intersect(NodeIdentity.Groups, StringComparer.Ordinal)], false);

    /// <summary>Who it is in a session; without one, nobody in particular: templates stay as they are, and match no binding by chance.</summary>
    public RbacUser In(string? session) => new(
        Filled(Username, session), [.. Groups.Select(group => Filled(group, session)), RbacUser.Authenticated]);

    private static string Filled(string template, string? session) => session is null
        ? template
        : template.Replace("{{SessionName}}", session.Replace('@', '-'), StringComparison.Ordinal)
            .Replace("{{SessionNameRaw}}", session, StringComparison.Ordinal);

    public bool Equals(Standing? other) =>
        other is not null && Username == other.Username && Groups.SequenceEqual(other.Groups) && IsClusterAdmin == other.IsClusterAdmin;

    public override int GetHashCode() => HashCode.Combine(Username, Groups.Count, IsClusterAdmin);
}
