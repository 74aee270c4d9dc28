namespace EksIamCdk.Inspection.Reporting;

/// <summary>What is not as it was in an older report. Names are those of the report: ARNs, usernames of service accounts.</summary>
/// <param name="Since">When the older one was made.</param>
/// <param name="Added">Principals that are new.</param>
/// <param name="Removed">Principals that are gone.</param>
/// <param name="Identities">Principals that are somebody else in the cluster.</param>
/// <param name="GrantsAdded">Grants that are new.</param>
/// <param name="GrantsRemoved">Grants that are gone.</param>
/// <param name="Access">What can be done now and could not before, and the other way round; principals with the same are told of together.</param>
public sealed record ReportChanges(
    DateTimeOffset Since, IReadOnlyList<string> Added, IReadOnlyList<string> Removed, IReadOnlyList<IdentityChange> Identities,
    IReadOnlyList<GrantText> GrantsAdded, IReadOnlyList<GrantText> GrantsRemoved, IReadOnlyList<AccessChange> Access);

/// <param name="Principal">Who.</param>
/// <param name="Before">Username and groups; or why the cluster refused it.</param>
/// <param name="After">The same, now.</param>
public sealed record IdentityChange(string Principal, string Before, string After);

/// <summary>A grant in words, without indices.</summary>
/// <param name="Grant">Such as <c>RoleBinding dev/developers</c>.</param>
/// <param name="Role">Such as <c>ClusterRole edit</c>.</param>
/// <param name="Subjects">Such as <c>group developers</c>.</param>
public sealed record GrantText(string Grant, string Role, IReadOnlyList<string> Subjects);

/// <param name="Principals">Who gains and loses this.</param>
/// <param name="Places">What, where.</param>
public sealed record AccessChange(IReadOnlyList<string> Principals, IReadOnlyList<PlaceChange> Places);

/// <summary>What is gained and lost in namespaces, a line for each resource and its verbs.</summary>
/// <param name="Namespaces">Null: in the whole cluster.</param>
public sealed record PlaceChange(IReadOnlyList<string> Gained, IReadOnlyList<string> Lost, IReadOnlyList<string>? Namespaces = null);
