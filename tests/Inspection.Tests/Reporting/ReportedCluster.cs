using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Reporting;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Tests.Reporting;

/// <summary>Small clusters to report on.</summary>
internal static class ReportedCluster
{
    public const string Dev = "arn:aws:iam::111122223333:role/Dev";

    public static DateTimeOffset Now { get; } = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    public static AccessReport Report(ClusterState state) => AccessReporting.Of(state, [], Now);

    /// <summary>A cluster with the default roles, these bindings, and one principal with these groups by an access entry.</summary>
    public static ClusterState With(IReadOnlyList<RbacBinding> bindings, string[]? groups = null, params RbacRole[] roles) => new()
    {
        Name = "it",
        Mode = AuthenticationMode.Api,
        AccessEntries = [Entry(Dev, "dev", groups ?? ["devs"])],
        Namespaces = [Namespace("blue"), Namespace("green")],
        Roles = [.. DefaultRoles.Roles, .. roles],
        Bindings = bindings,
    };

    public static NamespaceState Namespace(string name) => new(name, new Dictionary<string, string>());

    public static AccessEntryState Entry(string arn, string username, string[] groups, params PolicyAssociation[] policies) =>
        new(arn, new() { Type = "STANDARD", Username = username, Groups = groups, Policies = policies });

    public static PolicyAssociation Policy(string name, params string[] namespaces) =>
        new($"arn:aws:eks::aws:cluster-access-policy/{name}", namespaces.Length == 0 ? "cluster" : "namespace", namespaces);

    public static RbacBinding Bind(string name, string inNamespace, string clusterRole, params RbacSubject[] subjects) =>
        new() { Name = name, Namespace = inNamespace, RoleIsClusterRole = true, RoleName = clusterRole, Subjects = subjects };

    public static RbacSubject Group(string name) => new(SubjectKind.Group, name);
}
