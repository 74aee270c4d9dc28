using System.Globalization;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Cli.States;
using EksIamCdk.Inspection.Reporting;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Page.Tests;

/// <summary>Reports of the saved clusters in examples/clusters, and of made-up ones.</summary>
internal static class Clusters
{
    private const string Account = "111122223333";

    public static DateTimeOffset MadeAt { get; } = new(2026, 3, 2, 9, 30, 0, TimeSpan.Zero);

    public static string Root { get; } = FindRoot();

    public static ClusterState State(string example)
    {
        var problems = new List<string>();
        var documents = SavedState.ReadAsync(Path.Combine(Root, "examples", "clusters", example), problems, CancellationToken.None).GetAwaiter().GetResult();
        return documents?.ToState(problems) ?? throw new InvalidOperationException(string.Join('\n', problems));
    }

    public static AccessReport Example(string example) => Report(State(example));

    public static AccessReport Report(ClusterState state) => AccessReporting.Of(state, ReportFindings.Of(state), MadeAt);

    /// <summary>2,000 principals, 10,000 bindings, 200 namespaces.</summary>
    public static ClusterState Large()
    {
        var random = new Random(1);
        string[] verbs = ["get", "list", "watch", "create", "update", "patch", "delete"];
        string[] resources = ["pods", "services", "secrets", "configmaps", "endpoints"];
        List<string> namespaces = [.. Enumerable.Range(0, 200).Select(index => Text($"app-{index:D3}"))];
        List<string> teams = [.. Enumerable.Range(0, 250).Select(index => Text($"team-{index:D3}"))];
        return new()
        {
            Name = "large",
            AccountId = Account,
            Mode = AuthenticationMode.Api,
            AccessEntries =
            [
                .. Enumerable.Range(0, 2000).Select(index => new AccessEntryState(
                    Text($"arn:aws:iam::{Account}:role/Engineer-{index:D4}"),
                    new()
                    {
                        Type = "STANDARD", Username = Text($"engineer-{index:D4}"), Groups = [.. random.GetItems(teams.ToArray(), 3).Distinct()], Policies = [],
                    })),
            ],
            Namespaces = [.. namespaces.Select(name => new NamespaceState(name, new Dictionary<string, string>()))],
            Roles =
            [
                .. DefaultRoles.Roles,
                .. namespaces.Select(name => new RbacRole
                {
                    Namespace = name,
                    Name = "operator",
                    Rules = [new() { Verbs = [.. random.GetItems(verbs, 4).Distinct()], ApiGroups = [""], Resources = [.. random.GetItems(resources, 2).Distinct()] }],
                }),
            ],
            Bindings =
            [
                .. Enumerable.Range(0, 10_000).Select(index => new RbacBinding
                {
                    Namespace = namespaces[random.Next(namespaces.Count)],
                    Name = Text($"binding-{index:D5}"),
                    RoleIsClusterRole = index % 3 != 0,
                    RoleName = index % 3 == 0 ? "operator" : index % 3 == 1 ? "view" : "edit",
                    Subjects = [index % 5 == 0 ? new(SubjectKind.User, Text($"engineer-{random.Next(2000):D4}")) : new(SubjectKind.Group, teams[random.Next(teams.Count)])],
                }),
            ],
        };

        static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>A cluster in which every name is this text, or has it in it.</summary>
    public static AccessReport Hostile(string name)
    {
        var state = new ClusterState
        {
            Name = name,
            Region = name,
            Mode = AuthenticationMode.ApiAndConfigMap,
            AccessEntries =
            [
                new($"arn:aws:iam::{Account}:role/Evil", new()
                {
                    Type = "STANDARD", Username = name, Groups = [name], Policies = [new PolicyAssociation($"arn:aws:eks::aws:cluster-access-policy/{name}", "namespace", [name])],
                }),
            ],
            Namespaces = [new(name, new Dictionary<string, string> { ["pod-security.kubernetes.io/enforce"] = name })],
            ServiceAccounts = [new(name, name, new Dictionary<string, string> { ["eks.amazonaws.com/role-arn"] = name })],
            Roles = [new() { Namespace = name, Name = name, Rules = [new() { Verbs = [name], ApiGroups = [name], Resources = [name], ResourceNames = [name] }] }],
            Bindings = [new() { Namespace = name, Name = name, RoleName = name, RoleIsClusterRole = false, Subjects = [new(SubjectKind.Group, name), new(SubjectKind.ServiceAccount, name, name)] }],
            Unread = [new(name, name, name)],
        };
        var report = AccessReporting.Of(state, [new(name, "error", name, name, name)], MadeAt);
        return report with { Changes = ReportComparison.Of(AccessReporting.Of(new() { Name = name }, [], MadeAt), report) };
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln"))) folder = folder.Parent;
        return folder?.FullName ?? throw new InvalidOperationException("these tests run below the repository's root");
    }
}
