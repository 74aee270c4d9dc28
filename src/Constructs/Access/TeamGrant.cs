using System.Text.Json;
using EksIamCdk.Constructs.Rbac;

namespace EksIamCdk.Constructs.Access;

/// <summary>
/// The ClusterRoles that every cluster has for people.
/// Source: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#user-facing-roles.
/// </summary>
public enum TeamProfile
{
    View,
    Edit,
    Admin,
    ClusterAdmin,
}

/// <summary>What a team is given: a role, in some namespaces or in the whole cluster.</summary>
public sealed class TeamGrant
{
    private TeamGrant(string name, bool isClusterRole, IReadOnlyList<string>? namespaces, IReadOnlyList<PolicyRule>? rules = null)
    {
        Name = name;
        IsClusterRole = isClusterRole;
        Namespaces = namespaces;
        Rules = rules;
    }

    /// <summary>The role's name; of own rules, the name that the team's role is made of.</summary>
    internal string Name { get; }

    internal bool IsClusterRole { get; }

    /// <summary>Null: the whole cluster.</summary>
    internal IReadOnlyList<string>? Namespaces { get; }

    /// <summary>Null: the role is there, or declared elsewhere.</summary>
    internal IReadOnlyList<PolicyRule>? Rules { get; }

    /// <summary>A text that changes with what is given.</summary>
    internal string Fingerprint => JsonSerializer.Serialize(new { Name, IsClusterRole, Namespaces, Rules });

    /// <summary>A profile, in some namespaces or (null) in the whole cluster.</summary>
    public static TeamGrant Profile(TeamProfile profile, IReadOnlyList<string>? namespaces = null) => new(
        profile switch
        {
            TeamProfile.View => "view",
            TeamProfile.Edit => "edit",
            TeamProfile.Admin => "admin",
            TeamProfile.ClusterAdmin => "cluster-admin",
            _ => throw new ArgumentOutOfRangeException(nameof(profile), profile, "View, Edit, Admin or ClusterAdmin"),
        },
        isClusterRole: true,
        namespaces);

    /// <summary>A Role that is in these namespaces, by this app or already. The team's bindings are deployed after it.</summary>
    public static TeamGrant Role(string name, IReadOnlyList<string> namespaces) => new(name, isClusterRole: false, namespaces);

    /// <summary>A ClusterRole, of this app or of the cluster, in some namespaces or (null) in the whole cluster.</summary>
    public static TeamGrant ClusterRole(string name, IReadOnlyList<string>? namespaces = null) => new(name, isClusterRole: true, namespaces);

    /// <summary>Rules of the team's own: a Role in each of these namespaces or (null) a ClusterRole, <c>eks-iam-cdk:TEAM:NAME</c>.</summary>
    public static TeamGrant Own(string name, IReadOnlyList<PolicyRule> rules, IReadOnlyList<string>? namespaces = null) =>
        new(name, namespaces is null, namespaces, rules);
}
