using System.Text.Json.Nodes;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Tests.Snapshots;

public sealed class ClusterDocumentsTests
{
    private static (ClusterState? State, string Problems) Read(params (string Name, string Json)[] documents)
    {
        var problems = new List<string>();
        var state = new ClusterDocuments(documents.ToDictionary(one => one.Name, one => JsonNode.Parse(one.Json)!.AsObject())).ToState(problems);
        return (state, string.Join('\n', problems));
    }

    [Fact]
    public void Everything_that_was_saved_is_read()
    {
        var (state, problems) = Read(
            ("cluster", """{"format": 1, "name": "demo", "arn": "a", "region": "r", "accountId": "111122223333", "authenticationMode": "API", "oidcIssuer": "https://i/id/1", "unread": [{"what": "list nodes", "why": "403", "leavesUnknown": "nodes"}]}"""),
            ("kubernetes/aws-auth", """{"data": {"mapAccounts": "- x"}}"""),
            ("aws/access-entries", """{"accessEntries": [{"principalArn": "arn:p", "username": "u", "kubernetesGroups": ["g"], "createdAt": "2026-01-02T03:04:05Z", "associatedAccessPolicies": [{"policyArn": "arn:x/P", "accessScope": {"type": "namespace", "namespaces": ["dev-*"]}}]}]}"""),
            ("aws/pod-identity-associations", """{"associations": [{"namespace": "n", "serviceAccount": "s", "roleArn": "r"}]}"""),
            ("aws/iam-roles", """{"roles": [{"arn": "r", "exists": false}, {"arn": "t", "createDate": "2026-01-01T00:00:00Z", "assumeRolePolicyDocument": {"Statement": []}}]}"""),
            ("aws/oidc-providers", """{"providers": [{"arn": "arn:aws:iam::1:oidc-provider/i/id/1", "clientIds": ["sts.amazonaws.com"]}]}"""),
            ("kubernetes/namespaces", """{"items": [{"metadata": {"name": "web", "labels": {"pod-security.kubernetes.io/enforce": "baseline"}}}]}"""),
            ("kubernetes/serviceaccounts", """{"items": [{"metadata": {"name": "s", "namespace": "n", "annotations": {"eks.amazonaws.com/role-arn": "r"}}}]}"""),
            ("kubernetes/clusterroles", """{"items": [{"metadata": {"name": "c"}, "rules": [{"verbs": ["get"], "apiGroups": [""], "resources": ["pods"]}]}]}"""),
            ("kubernetes/rolebindings", """{"items": [{"metadata": {"name": "b", "namespace": "web"}, "roleRef": {"kind": "ClusterRole", "name": "c"}, "subjects": [{"kind": "Group", "name": "g"}]}]}"""),
            ("kubernetes/nodes", """{"items": [{"metadata": {"name": "n1"}}]}"""));

        Assert.Equal("", problems);
        Assert.Equal(("demo", AuthenticationMode.Api, "https://i/id/1"), (state!.Name, state.Mode, state.OidcIssuer));
        Assert.Empty(state.Map.Sections.SelectMany(section => section.Entries));
        Assert.Single(state.WrittenMap.Sections.SelectMany(section => section.Entries));
        var entry = Assert.Single(state.AccessEntries!);
        Assert.Equal(("STANDARD", "dev-*", 2026), (entry.Content.Type, entry.Content.Policies[0].Namespaces[0], entry.CreatedAt!.Value.Year));
        Assert.Equal([(false, true), (true, false)], state.IamRoles!.Select(role => (role.Exists, role.Trust is null)));
        Assert.Equal("i/id/1", Assert.Single(state.OidcProviders!).Issuer);
        Assert.Equal("baseline", Assert.Single(state.Namespaces).PodSecurity);
        Assert.Equal(("r", "system:serviceaccount:n:s"), (state.ServiceAccounts[0].RoleArn, state.ServiceAccounts[0].Username));
        Assert.Equal("r", Assert.Single(state.PodIdentities!).RoleArn);
        Assert.Equal(("web", "c"), (state.Bindings[0].Namespace, state.Policy.Bindings.Single().RoleName));
        Assert.Single(state.Nodes);
        Assert.Equal("list nodes: 403; this leaves unknown nodes", Assert.Single(state.Unread).ToString());
    }

    [Fact]
    public void A_list_that_was_not_read_is_not_an_empty_one()
    {
        var (state, _) = Read(("cluster", """{"format": 1, "name": "demo"}"""));

        Assert.Null(state!.Mode);
        Assert.True(state is { AccessEntries: null, PodIdentities: null, IamRoles: null, OidcProviders: null, AwsAuth: null });
        Assert.Empty(state.Objects);
    }

    [Theory]
    [InlineData("""{"name": "demo"}""", "format none")]
    [InlineData("""{"format": 2, "name": "demo"}""", "format 2, this eksiam reads format 1")]
    [InlineData("""{"format": 1}""", "\"name\" is missing")]
    [InlineData("""{"format": 1, "name": 7}""", "cannot be read")]
    public void A_state_of_another_version_or_that_was_changed_by_hand_is_told(string cluster, string problem)
    {
        var (state, problems) = Read(("cluster", cluster));

        Assert.Null(state);
        Assert.Contains(problem, problems, StringComparison.Ordinal);
    }

    [Fact]
    public void Without_a_cluster_it_is_no_state() => Assert.Contains("no state that eksiam save wrote", Read().Problems, StringComparison.Ordinal);
}
