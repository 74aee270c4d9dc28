using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Lockout;

/// <summary>Whom a change of aws-auth could lock out. What only the cluster knows (are there nodes? who is asking?) is asked for here
/// and judged by whoever can find out.</summary>
public sealed record LockoutRisk
{
    private const string Remedy = "Nothing was changed; set AllowLockout to true if that is what you want.";

    private IReadOnlyList<RoleChange> _weakened = [];

    private LockoutRisk()
    {
    }

    /// <summary>What is refused whatever the cluster says; null when nothing is.</summary>
    public Failure? Certain { get; private init; }

    /// <summary>The entry of nodes after whose change none is left as it was; null when one is, or when there was none.</summary>
    public MappingEntry? LastNodeEntry { get; private init; }

    /// <summary>Whether the entry of a role goes, or lets in with less: only then it matters who is asking.</summary>
    public bool WeakensRoles => _weakened.Count > 0;

    /// <param name="live">What is live.</param>
    /// <param name="decision">What is about to be written.</param>
    /// <param name="declared">What is declared; null on Delete.</param>
    public static LockoutRisk Of(AwsAuthConfigMap live, AwsAuthDecision decision, EntryDeclaration? declared)
    {
        var before = new EntriesInForce(live.Text);
        var after = new EntriesInForce(section => After(live, decision, section));
        return new()
        {
            Certain = Reserved(declared) ?? Shadowed(before, after),
            LastNodeEntry = LastNode(before, after),
            _weakened = [.. before.Roles.Select(entry => new RoleChange(entry, after.Role(entry.Id))).Where(change => change.IsWeaker)],
        };
    }

    /// <summary>The refusal when this role is the one by which the function itself comes in; null when its entry stays.</summary>
    /// <param name="roleArn">Of the role that calls the cluster, with or without its path.</param>
    public Failure? OfFunction(string roleArn)
    {
        var own = PrincipalArn.Parse("role", roleArn, new ProblemList())?.AsWritten ?? roleArn;
        var change = _weakened.FirstOrDefault(change => change.Before.Id.Equals(own, StringComparison.OrdinalIgnoreCase));
        return change is null ? null : new(
            ErrorCode.LockoutRefused,
            change.After is null
                ? $"The entry for {change.Before.Id} in aws-auth lets this function itself into the cluster, and would be gone."
                : $"The entry for {change.Before.Id} in aws-auth lets this function itself into the cluster, and would let it in with less.",
            Remedy);
    }

    /// <summary>The refusal when there are nodes that come in by <see cref="LastNodeEntry"/>.</summary>
    /// <param name="node">The name of a node that is Ready; null when nobody may tell.</param>
    public Failure OfNodes(string? node) => new(
        ErrorCode.LockoutRefused,
        $"The entry for {LastNodeEntry!.Id} is the last one in aws-auth by which nodes come in ({LastNodeEntry.Username}), and "
        + (node is null ? "whether there are nodes cannot be told: the function may not list them." : $"node {node} is Ready."),
        node is null ? Remedy : $"{Remedy} Else remove the nodes first, or map their role elsewhere before.");

    private static string? After(AwsAuthConfigMap live, AwsAuthDecision decision, Section section) => decision switch
    {
        AwsAuthDecision.Write write when write.Data.TryGetValue(section.Key(), out var text) => text,
        AwsAuthDecision.DeleteConfigMap => null,
        _ => live.Text(section),
    };

    private static Failure? Reserved(EntryDeclaration? declared) =>
        declared is { Entry: { Username: var username, Id: var id } }
        && username.StartsWith("system:", StringComparison.Ordinal) && !NodeIdentity.IsUsername(username)
            ? new(
                ErrorCode.LockoutRefused,
                $"The username {username} for {id} is one of Kubernetes' own.",
                $"Give one that does not begin with system: (nodes: {string.Join(", ", NodeIdentity.Usernames)}). {Remedy}")
            : null;

    // mapRoles is asked first: an entry of mapUsers for the same ARN is never reached then.
    private static Failure? Shadowed(EntriesInForce before, EntriesInForce after)
    {
        var user = after.Users.FirstOrDefault(user => after.Role(user.Id) is not null && before.Role(user.Id) is null && before.User(user.Id) is not null);
        return user is null ? null : new(
            ErrorCode.LockoutRefused,
            $"The entry for {user.Id} in mapUsers of aws-auth, which makes it {user.Username}, would never be reached again: mapRoles is asked first.",
            $"Take that entry out first. {Remedy}");
    }

    private static MappingEntry? LastNode(EntriesInForce before, EntriesInForce after)
    {
        var nodes = before.Roles.Where(entry => entry.Username == NodeIdentity.Ec2Username).ToList();
        return nodes.Exists(node => node.Equals(after.Role(node.Id))) ? null : nodes.LastOrDefault();
    }
}
