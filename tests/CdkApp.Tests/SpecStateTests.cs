using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Spec;
using EksIamCdk.Inspection.Snapshots;
using static EksIamCdk.CdkApp.Tests.Synthesis;

namespace EksIamCdk.CdkApp.Tests;

/// <summary>The cluster that a spec is said to make is the one that its template makes.</summary>
public sealed class SpecStateTests
{
    private const string Everything = """
        cluster: { name: demo, arn: "arn:aws:eks:eu-west-1:111122223333:cluster/demo", oidcIssuer: https://oidc.eks.eu-west-1.amazonaws.com/id/ABC, authenticationMode: API_AND_CONFIG_MAP }
        namespaces: [{ name: dev, podSecurity: baseline }]
        roles:
          - { name: pod-updater, namespaces: [dev, default], rules: [{ apiGroups: [""], resources: [pods], verbs: [update], resourceNames: [web] }] }
          - { name: metrics, rules: [{ nonResourceURLs: [/metrics], verbs: [get] }] }
        access:
          - name: developers
            principals: [arn:aws:iam::111122223333:role/team/Developer, arn:aws:iam::111122223333:user/team/alice, { account: "444455556666" }]
            groups: [oncall]
            via: both
            grant: [{ profile: view, namespaces: [dev] }, { role: pod-updater }, { role: metrics }, { role: metrics, namespaces: [dev] }]
          - name: admins
            principals: [{ permissionSet: { name: Admin, account: "111122223333", roleName: AWSReservedSSO_Admin_0123456789abcdef } }]
            via: access-entry
            username: "admin:{{SessionName}}"
            groups: [system:masters, admins]
        nodes: [{ role: "arn:aws:iam::111122223333:role/nodes", kind: windows }, { role: "arn:aws:iam::111122223333:role/hybrid", kind: hybrid, via: access-entry }]
        workloads:
          - { serviceAccount: app/s3, role: "arn:aws:iam::111122223333:role/s3" }
          - { serviceAccount: app/pods, identity: pod-identity, role: "arn:aws:iam::111122223333:role/pods" }
        argocd: { controllerRoles: ["arn:aws:iam::111122223333:role/argocd"] }
        """;

    private readonly JsonObject _resources = Resources(Template(Everything));
    private readonly ClusterState _state = State();

    [Fact]
    public void Its_entries_of_aws_auth_are_those_of_the_template()
    {
        var made = OfType("Custom::EksAwsAuthEntry").Select(entry =>
            $"{(string?)(entry["RoleArn"] ?? entry["UserArn"] ?? entry["AccountId"])} {(string?)entry["Username"]} {Joined(entry["Groups"])}");
        var said = _state.Map.Sections.SelectMany(section => section.Entries).Select(entry =>
            $"{entry.Entry.Id} {entry.Entry.Username} {string.Join(',', entry.Entry.Groups)}");

        Assert.Equal(made.Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_access_entries_are_those_of_the_template_but_for_that_of_the_function()
    {
        var made = OfType("AWS::EKS::AccessEntry").Where(entry => entry["PrincipalArn"] is JsonValue).Select(entry =>
            $"{(string?)entry["PrincipalArn"]} {(string?)entry["Type"] ?? "STANDARD"} {(string?)entry["Username"]} {Joined(entry["KubernetesGroups"])} {entry["AccessPolicies"]?.AsArray().Count ?? 0}");
        var said = _state.AccessEntries!.Select(entry =>
            $"{entry.PrincipalArn} {entry.Content.Type} {(entry.Content.Type == "STANDARD" ? entry.Content.Username : "")} {string.Join(',', entry.Content.Groups)} {entry.Content.Policies.Count}");

        Assert.Equal(made.Order(StringComparer.Ordinal), said.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Its_roles_and_bindings_are_those_of_the_template_and_the_default_ones()
    {
        var manifests = OfType("Custom::EksKubernetesObject").Select(resource => JsonNode.Parse((string)resource["Manifest"]!)!.AsObject()).ToList();
        var roles = manifests.Where(manifest => (string)manifest["kind"]! is "Role" or "ClusterRole").Select(RbacJson.Role);
        var bindings = manifests.Where(manifest => ((string)manifest["kind"]!).EndsWith("Binding", StringComparison.Ordinal)).Select(RbacJson.Binding);
        var own = _state.Roles.Where(role => DefaultRoles.Roles.All(made => made.Name != role.Name)).ToList();

        Assert.Equal(InOrder(roles, role => role.Namespace + role.Name), InOrder(own, role => role.Namespace + role.Name));
        Assert.Equal(
            InOrder(bindings, binding => binding.Namespace + binding.Name),
            InOrder(_state.Bindings.Except(DefaultRoles.Bindings), binding => binding.Namespace + binding.Name));
        Assert.Equal(DefaultRoles.Roles.Count, _state.Roles.Count - own.Count);
    }

    [Fact]
    public void Its_namespaces_and_service_accounts_are_those_of_the_template()
    {
        var manifests = OfType("Custom::EksKubernetesObject").Select(resource => JsonNode.Parse((string)resource["Manifest"]!)!).ToList();
        var accounts = manifests.Where(manifest => (string)manifest["kind"]! == "ServiceAccount")
            .Select(manifest => $"{manifest["metadata"]!["namespace"]}/{manifest["metadata"]!["name"]} {manifest["metadata"]!["annotations"]?["eks.amazonaws.com/role-arn"]}");
        var dev = manifests.Single(manifest => (string)manifest["kind"]! == "Namespace")["metadata"]!["labels"]!.AsObject();

        Assert.Equal(
            accounts.Order(StringComparer.Ordinal),
            _state.ServiceAccounts.Select(account => $"{account.Namespace}/{account.Name} {account.RoleArn}").Order(StringComparer.Ordinal));
        Assert.Equal(
            dev.Where(label => label.Key.StartsWith("pod-security", StringComparison.Ordinal)).ToDictionary(label => label.Key, label => (string)label.Value!),
            _state.Namespaces.Single(ns => ns.Name == "dev").Labels);
        var association = OfType("AWS::EKS::PodIdentityAssociation").Single();
        Assert.Equal((string?)association["RoleArn"], Assert.Single(_state.PodIdentities!).RoleArn);
    }

    private static ClusterState State()
    {
        var problems = new List<string>();
        var state = SpecState.Of(AccessSpec.Read(Everything).Spec!).ToState(problems);
        Assert.Empty(problems);
        return state!;
    }

    private IEnumerable<JsonNode> OfType(string type) =>
        _resources.Select(resource => resource.Value!).Where(resource => (string)resource["Type"]! == type).Select(resource => resource["Properties"]!);

    private static string Joined(JsonNode? list) => string.Join(',', (list as JsonArray ?? []).Select(item => (string?)item));

    private static List<T> InOrder<T>(IEnumerable<T> items, Func<T, string> key) => [.. items.OrderBy(key, StringComparer.Ordinal)];
}
