using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Tests.Explaining;

/// <summary>Small clusters to ask.</summary>
internal static class Some
{
    public const string Account = "111122223333";
    public static readonly RbacRole Reader = new() { Name = "reader", Rules = [new() { Verbs = ["get"], ApiGroups = [""], Resources = ["pods"] }] };

    public static string Role(string name) => $"arn:aws:iam::{Account}:role/{name}";

    public static string User(string name) => $"arn:aws:iam::{Account}:user/{name}";

    /// <summary>A cluster that reads both, with these roles and users in its map.</summary>
    public static ClusterState Cluster(
        string? roles = null, string? users = null, string? accounts = null, AuthenticationMode? mode = AuthenticationMode.ApiAndConfigMap,
        IReadOnlyList<AccessEntryState>? entries = null, IReadOnlyList<RbacBinding>? bindings = null, IReadOnlyList<IamRoleState>? iam = null,
        IReadOnlyList<ServiceAccountState>? serviceAccounts = null, IReadOnlyList<PodIdentityState>? pods = null)
    {
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        if (roles is not null) map["mapRoles"] = roles;
        if (users is not null) map["mapUsers"] = users;
        if (accounts is not null) map["mapAccounts"] = accounts;
        return new()
        {
            Name = "demo",
            Mode = mode,
            AwsAuth = map,
            AccessEntries = entries ?? [],
            Roles = [.. DefaultRoles.Roles, Reader],
            Bindings = bindings ?? [],
            IamRoles = iam,
            ServiceAccounts = serviceAccounts ?? [],
            PodIdentities = pods,
        };
    }

    public static AccessEntryState Entry(string principal, string[]? groups = null, string username = "", string type = "STANDARD", params PolicyAssociation[] policies) =>
        new(principal, new() { Type = type, Username = username, Groups = groups ?? [], Policies = policies }, new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero));

    public static PolicyAssociation Policy(string name, params string[] namespaces) =>
        new($"arn:aws:eks::aws:cluster-access-policy/{name}", namespaces.Length == 0 ? "cluster" : "namespace", namespaces);

    public static RbacBinding Bound(string role, SubjectKind kind, string subject, string inNamespace = "") => new()
    {
        Namespace = inNamespace,
        Name = $"{subject}-{role}",
        RoleIsClusterRole = true,
        RoleName = role,
        Subjects = [new(kind, subject)],
    };

    public static Authentication Who(ClusterState cluster, string principal, string? session = null) =>
        new Authenticating(cluster).Of(Principal.Parse("", principal, session, new ProblemList())!);

    public static AccessRequest.OfResource Ask(string verb, string resource, string inNamespace = "", string group = "", string subresource = "") =>
        new() { Verb = verb, Resource = resource, Namespace = inNamespace, ApiGroup = group, Subresource = subresource };
}
