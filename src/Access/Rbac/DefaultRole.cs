namespace EksIamCdk.Access.Rbac;

/// <summary>One of the ClusterRoles that a cluster starts with.</summary>
public sealed record DefaultRole
{
    internal DefaultRole(string name, params PolicyRule[] rules) => (Name, Rules) = (name, rules);

    public string Name { get; }

    /// <summary>Its own rules; none for a role that is made of others.</summary>
    public IReadOnlyList<PolicyRule> Rules { get; }

    /// <summary>Labels, each with the value <c>true</c>.</summary>
    public string[] Labels { get; internal init; } = [];

    /// <summary>Labels of the roles that this one is made of.</summary>
    public string[] Aggregates { get; internal init; } = [];

    /// <summary>Groups to which a ClusterRoleBinding of the same name gives it.</summary>
    public string[] BoundTo { get; internal init; } = [];
}
