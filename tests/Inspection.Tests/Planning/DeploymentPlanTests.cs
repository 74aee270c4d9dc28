using System.Text.Json.Nodes;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Migration.Parity;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Inspection.Planning;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Tests.Planning;

public sealed class DeploymentPlanTests
{
    private const string Stack = "arn:aws:cloudformation:eu-west-1:111122223333:stack/access/1";
    private const string Dev = "arn:aws:iam::111122223333:role/Dev";
    private const string Node = "arn:aws:iam::111122223333:role/nodes";
    private const string NodeUsername = "system:node:{{EC2PrivateDNSName}}";

    private static readonly DeclaredResource s_dev = Entry("Dev", Dev, "dev:{{SessionName}}", "dev");
    private static readonly DeclaredResource s_binding = Object("Binding", Binding("pods", "Group", "dev"));
    private static readonly DeclaredResource s_role = Object("Role", Role("get", "list"));

    [Fact]
    public void What_is_deployed_already_changes_nothing()
    {
        var plan = Plan(After(Empty(), s_dev, s_role, s_binding), s_dev, s_role, s_binding);

        Assert.Equal(new DeploymentPlan([], [], [], []), plan);
    }

    [Fact]
    public void A_new_team_gains_what_its_binding_gives()
    {
        var plan = Plan(Empty(), s_dev, s_role, s_binding);

        var change = Assert.Single(plan.Principals);
        Assert.Equal((Dev, null, "dev:{{SessionName}} (dev)"), (change.Principal, change.Before, change.After));
        Assert.Equal(["get, list pods in dev"], PlacedRule.Lines(change.Gained));
        Assert.False(plan.LosesAccess);
        Assert.Equal(["aws-auth mapRoles", "Role dev/pods", "RoleBinding dev/pods"], plan.Changes.Select(one => one.What));
    }

    [Fact]
    public void A_principal_that_moves_to_an_access_entry_keeps_what_it_may_do()
    {
        var live = After(Empty(), s_dev, s_role, s_binding);

        var plan = Plan(live, AccessEntry("DevEntry", "arn:aws:iam::111122223333:role/team/Dev", "dev:{{SessionName}}", "dev"), s_role, s_binding);

        Assert.Equal([], plan.Principals);
        Assert.Equal(["aws-auth mapRoles", "access entry of arn:aws:iam::111122223333:role/team/Dev"], plan.Changes.Select(one => one.What));
    }

    [Fact]
    public void A_principal_that_loses_a_group_on_the_way_loses_what_that_gave()
    {
        var live = After(Empty(), s_dev, s_role, s_binding);

        var change = Assert.Single(Plan(live, AccessEntry("DevEntry", Dev, "dev:{{SessionName}}"), s_role, s_binding).Principals);

        Assert.Equal(["get, list pods in dev"], PlacedRule.Lines(change.Lost));
        Assert.True(change.LosesAccess);
    }

    [Fact]
    public void A_team_that_is_declared_no_more_loses_everything_and_its_objects_go()
    {
        var plan = Plan(After(Empty(), s_dev, s_role, s_binding), s_role);

        var change = Assert.Single(plan.Principals);
        Assert.Equal(("dev:{{SessionName}} (dev)", null), (change.Before, change.After));
        Assert.Equal([("aws-auth mapRoles", true), ("RoleBinding dev/pods", true)], plan.Changes.Select(one => (one.What, one.After.Length == 0)));
        Assert.True(plan.LosesAccess);
    }

    [Fact]
    public void What_another_stack_owns_stays_when_this_one_declares_it_no_more()
    {
        var live = After(Empty(), s_dev, s_role, s_binding);

        Assert.Equal([], DeploymentPlan.Of(live, [new("arn:aws:cloudformation:eu-west-1:111122223333:stack/other/1", [], new HashSet<string>())]).Changes);
    }

    [Fact]
    public void A_role_with_other_verbs_is_lost_and_gained_by_who_has_it_and_by_nobody_else()
    {
        var other = Entry("Ops", "arn:aws:iam::111122223333:role/Ops", "ops", "ops");
        var live = After(Empty(), s_dev, other, s_role, s_binding);

        var change = Assert.Single(Plan(live, s_dev, other, Object("Role", Role("get", "watch")), s_binding).Principals);

        Assert.Equal((Dev, change.Before), (change.Principal, change.After));
        Assert.Equal(["list pods in dev"], PlacedRule.Lines(change.Lost));
        Assert.Equal(["watch pods in dev"], PlacedRule.Lines(change.Gained));
    }

    [Fact]
    public void A_right_of_one_session_is_told_of_that_session()
    {
        var live = After(Empty(), s_dev, s_role, Object("Ann", Binding("ann", "User", "dev:ann")));

        var change = Assert.Single(Plan(live, s_dev, s_role).Principals);

        Assert.Equal(["get, list pods in dev (session ann)"], PlacedRule.Lines(change.Lost));
    }

    [Fact]
    public void A_service_account_gains_and_loses_as_well()
    {
        var live = After(Empty(), s_role, Object("Bot", """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"bot","namespace":"dev"}}"""));
        var bot = Object("BotBinding", """
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"bot","namespace":"dev"},
             "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"pods"},"subjects":[{"kind":"ServiceAccount","name":"bot"}]}
            """);

        var change = Assert.Single(DeploymentPlan.Of(live, [new(Stack, [bot], new HashSet<string> { "Bot", "Role", "BotBinding" })]).Principals);

        Assert.Equal("system:serviceaccount:dev:bot", change.Principal);
        Assert.Equal(["get, list pods in dev"], PlacedRule.Lines(change.Gained));
    }

    [Fact]
    public void The_last_entry_of_nodes_is_kept_while_a_node_is_ready_and_is_lost_else()
    {
        var live = After(Empty(), Entry("Nodes", Node, NodeUsername, "system:bootstrappers", "system:nodes"));
        var ready = WithNode(live);

        var refused = Assert.Single(Plan(ready).Refused);
        Assert.Equal("Nodes", refused.LogicalId);
        Assert.EndsWith("[EKSIAM032]", refused.Reason, StringComparison.Ordinal);
        Assert.False(Plan(ready).LosesAccess);
        Assert.Equal((Node, true), Assert.Single(Plan(live).Principals) is var change ? (change.Principal, change.LosesAccess) : default);
    }

    [Fact]
    public void An_entry_of_nobody_is_refused_unless_it_is_adopted()
    {
        var live = Live($"- rolearn: {Dev}\n  username: someone\n");

        Assert.EndsWith("[EKSIAM031]", Assert.Single(Plan(live, s_dev).Refused).Reason, StringComparison.Ordinal);
        var adopted = Plan(live, Entry("Dev", Dev, "dev:{{SessionName}}", ["dev"], adopt: true));
        Assert.Equal([], adopted.Refused);
        Assert.Equal("someone", Assert.Single(adopted.Principals).Before);
    }

    [Fact]
    public void An_object_of_nobody_is_refused()
    {
        var live = Live("", Role("get"));

        Assert.EndsWith("[EKSIAM040]", Assert.Single(Plan(live, s_role).Refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_in_a_namespace_that_is_not_there_is_refused_unless_the_stack_makes_it()
    {
        var nowhere = Object("X", """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"x","namespace":"new"}}""");
        var made = Object("New", """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"new"}}""");

        Assert.EndsWith("[EKSIAM043]", Assert.Single(Plan(Empty(), nowhere).Refused).Reason, StringComparison.Ordinal);
        Assert.Equal([], Plan(Empty(), nowhere, made).Refused);
    }

    [Fact]
    public void An_access_entry_that_is_there_is_refused_by_the_native_resource_and_by_ours_unless_it_is_the_stacks()
    {
        var native = AccessEntry("Native", Dev, "dev:{{SessionName}}", true, "dev");
        var live = Empty(new AccessEntryState(Dev, Content("other"), null) { Tags = new Dictionary<string, string>() });

        Assert.Contains("adopts none", Assert.Single(Plan(live, native).Refused).Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM040]", Assert.Single(Plan(live, AccessEntry("Ours", Dev, "dev:{{SessionName}}", "dev")).Refused).Reason, StringComparison.Ordinal);
        Assert.Equal(new DeploymentPlan([], [], [], []), Plan(After(Empty(), native), native));
    }

    [Fact]
    public void An_access_entry_whose_tags_were_not_read_is_taken_for_the_stacks_and_told_of()
    {
        var plan = Plan(Empty(new AccessEntryState(Dev, Content("other"))), AccessEntry("Ours", Dev, "dev:{{SessionName}}", "dev"));

        Assert.Equal([], plan.Refused);
        Assert.Equal([$"Ours: whose the access entry of {Dev} is was not read; it is taken for this stack's"], plan.Unknown);
    }

    [Fact]
    public void The_mode_API_is_refused_while_somebody_has_no_access_entry()
    {
        var api = new DeclaredResource.OfMode("Mode", AuthenticationMode.Api, false);
        var live = Live($"- rolearn: {Dev}\n  username: dev\n");

        Assert.EndsWith("[EKSIAM032]", Assert.Single(Plan(live, api).Refused).Reason, StringComparison.Ordinal);
        var plan = Plan(live, api with { AllowLockout = true });
        Assert.Equal((Dev, true), Assert.Single(plan.Principals) is var change ? (change.Principal, change.LosesAccess) : default);
        Assert.Equal(["authentication mode"], plan.Changes.Select(one => one.What));
    }

    [Fact]
    public void Data_of_a_Secret_is_not_shown()
    {
        var secret = Object("Secret", """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"dev"},"stringData":{"password":"hunter2"}}""");

        var change = Assert.Single(Plan(Empty(), secret).Changes);

        Assert.Contains("password: (not shown)", change.After, StringComparison.Ordinal);
    }

    private static DeploymentPlan Plan(ClusterState live, params DeclaredResource[] resources) =>
        DeploymentPlan.Of(live, [new(Stack, resources, resources.Select(resource => resource.LogicalId).ToHashSet())]);

    private static ClusterState After(ClusterState live, params DeclaredResource[] resources)
    {
        var cluster = new PlannedCluster(live);
        var deployment = new Deployment(live, cluster, Stack);
        deployment.Run(resources, resources.Select(resource => resource.LogicalId).ToHashSet());
        Assert.Equal([], deployment.Refused);
        return cluster.State();
    }

    private static ClusterState Empty(params AccessEntryState[] entries) => Live(null, [], entries);

    private static ClusterState Live(string? mapRoles, params string[] objects) => Live(mapRoles, objects, []);

    private static ClusterState Live(string? mapRoles, string[] objects, AccessEntryState[] entries)
    {
        var all = objects.Append("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"dev"}}""").Select(text => (JsonObject)JsonNode.Parse(text)!).ToList();
        return new()
        {
            Name = "demo",
            Mode = AuthenticationMode.ApiAndConfigMap,
            AwsAuth = mapRoles is null ? null : new Dictionary<string, string> { ["mapRoles"] = mapRoles },
            AccessEntries = entries,
            Objects = KubernetesKind.Supported.ToDictionary(kind => kind, IReadOnlyList<JsonObject> (kind) => [.. all.Where(body => (string?)body["kind"] == kind.Kind)]),
        };
    }

    private static ClusterState WithNode(ClusterState state) => new()
    {
        Name = state.Name,
        Mode = state.Mode,
        AwsAuth = state.AwsAuth,
        AwsAuthClaims = state.AwsAuthClaims,
        AccessEntries = state.AccessEntries,
        Objects = state.Objects,
        Nodes = [(JsonObject)JsonNode.Parse("""{"metadata":{"name":"ip-10-0-1-1"},"status":{"conditions":[{"type":"Ready","status":"True"}]}}""")!],
    };

    private static DeclaredResource.OfEntry Entry(string id, string arn, string username, params string[] groups) => Entry(id, arn, username, groups, adopt: false);

    private static DeclaredResource.OfEntry Entry(string id, string arn, string username, string[] groups, bool adopt) => new(
        id, new(Section.MapRoles, new() { Id = arn, Username = username, Groups = groups }), adopt ? OnConflict.Adopt : OnConflict.Fail, false);

    private static DeclaredResource.OfAccessEntry AccessEntry(string id, string arn, string username, params string[] groups) => AccessEntry(id, arn, username, false, groups);

    private static DeclaredResource.OfAccessEntry AccessEntry(string id, string arn, string username, bool native, params string[] groups) => new(
        id, new(PrincipalArn.Parse("", arn, [])!, AccessEntryType.Standard, username, groups, []), OnConflict.Fail, native);

    private static AccessEntryContent Content(string username) => new() { Type = "STANDARD", Username = username, Groups = [], Policies = [] };

    private static DeclaredResource.OfObject Object(string id, string manifest)
    {
        var problems = new ProblemList();
        var read = Manifest.Parse("Manifest", manifest, problems, out _);
        Assert.Equal([], problems);
        return new(id, read!, OnConflict.Fail);
    }

    private static string Role(params string[] verbs) => $$"""
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"pods","namespace":"dev"},
         "rules":[{"apiGroups":[""],"resources":["pods"],"verbs":[{{string.Join(",", verbs.Select(verb => $"\"{verb}\""))}}]}]}
        """;

    private static string Binding(string name, string kind, string subject) => $$"""
        {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"{{name}}","namespace":"dev"},
         "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"pods"},
         "subjects":[{"apiGroup":"rbac.authorization.k8s.io","kind":"{{kind}}","name":"{{subject}}"}]}
        """;
}
