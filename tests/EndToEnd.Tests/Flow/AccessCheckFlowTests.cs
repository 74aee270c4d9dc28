using EksIamCdk.EndToEnd.Tests.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Flow;

/// <summary>Section 5 of the contract, sentence by sentence.</summary>
public abstract class AccessCheckFlowTests(ClusterFixture server) : FlowTest(server)
{
    [Fact]
    public async Task A_check_holds_once_its_binding_is_there_and_names_what_does_not_hold()
    {
        var space = $"check-{Guid.NewGuid():N}"[..16];
        (await Admin.CreateAsync(
            "/api/v1/namespaces", $$$"""{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "{{{space}}}"}}""")).Expect(201);
        var manifest = ObjectFlowTests.Properties($$$"""
            {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "viewers", "namespace": "{{{space}}}"},
             "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"},
             "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "{{{space}}}"}]}
            """);
        (await Object("Binding").CreateAsync(manifest)).Success();
        var right = $$"""
            {"Username": "somebody", "Groups": ["{{space}}"],
             "Allowed": [{"Verb": "list", "Resource": "pods", "Namespace": "{{space}}"},
                         {"Verb": "get", "Resource": "pods", "Subresource": "log", "Namespace": "{{space}}"},
                         {"Verb": "get", "Resource": "deployments", "Group": "apps", "Name": "web", "Namespace": "{{space}}"},
                         {"Verb": "get", "NonResourceUrl": "/version"}],
             "Denied": [{"Verb": "delete", "Resource": "pods", "Namespace": "{{space}}"}, {"Verb": "list", "Resource": "pods"},
                        {"Verb": "get", "Resource": "secrets", "Namespace": "{{space}}"}]}
            """;

        (await Check("Right").CreateAsync(right)).Success();
        var wrong = (await Check("Wrong").CreateAsync(
            $$"""
            {"Username": "somebody", "Groups": ["{{space}}"], "WaitSeconds": "0", "Allowed": [{"Verb": "delete", "Resource": "pods", "Namespace": "{{space}}"}],
             "Denied": [{"Verb": "list", "Resource": "pods", "Namespace": "{{space}}"}]}
            """)).Failed("EKSIAM050");

        Assert.Contains($"should be allowed and is denied: delete pods -n {space}; should be denied and is allowed: list pods -n {space}", wrong.Reason, StringComparison.Ordinal);
        (await Object("Binding").DeleteAsync(manifest)).Success();
    }

    [Fact]
    public async Task A_principal_is_checked_as_whom_the_live_map_makes_it()
    {
        await GivenAwsAuthAsync("- rolearn: arn:aws:iam::111122223333:role/Ops\n  username: ops\n  groups: [system:masters]\n");

        (await Check("Ops").CreateAsync(
            """{"PrincipalArn": "arn:aws:iam::111122223333:role/team/Ops", "Allowed": [{"Verb": "*", "Resource": "*", "Group": "*"}]}""")).Success();
        var nobody = (await Check("Nobody").CreateAsync(
            """{"PrincipalArn": "arn:aws:iam::111122223333:role/Nobody", "WaitSeconds": 0, "Denied": [{"Verb": "get", "Resource": "pods"}]}""")).Failed("EKSIAM050");

        Assert.StartsWith("The access of arn:aws:iam::111122223333:role/Nobody to cluster prod cannot be checked", nobody.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/Dev", "dev:access-check")]
    [InlineData("arn:aws:iam::111122223333:role/a/path/Dev", "dev:access-check")]
    [InlineData("arn:aws:iam::111122223333:user/al", "al")]
    [InlineData("arn:aws:iam::444455556666:user/anybody", "arn:aws:iam::444455556666:user/anybody")]
    public async Task A_principal_becomes_whom_the_authenticator_makes_of_it(string arn, string username)
    {
        await GivenAwsAuthAsync(
            "- rolearn: arn:aws:iam::111122223333:role/Dev\n  username: shadowed\n- rolearn: arn:aws:iam::111122223333:role/DEV\n  username: dev:{{SessionName}}\n  groups: [g]\n",
            "- userarn: arn:aws:iam::111122223333:user/al\n  username: al\n- userarn: arn:aws:iam::111122223333:role/Dev\n  username: never\n",
            "- \"444455556666\"\n");

        var wrong = (await Check("Who").CreateAsync(
            $$"""{"PrincipalArn": "{{arn}}", "WaitSeconds": 0, "Allowed": [{"Verb": "get", "Resource": "pods"}]}""")).Failed("EKSIAM050");

        Assert.Contains($"access checks of {username} (", wrong.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everybody_who_is_authenticated_is_asked_about_as_such()
    {
        const string Line = """{"Verb": "create", "Resource": "selfsubjectaccessreviews", "Group": "authorization.k8s.io"}""";

        (await Check("Alone").CreateAsync($$"""{"Username": "nobody-in-particular", "Allowed": [{{Line}}]}""")).Success();
        (await Check("Named").CreateAsync($$"""{"Username": "n", "Groups": ["system:authenticated"], "Allowed": [{{Line}}]}""")).Success();
    }

    [Fact]
    public async Task It_waits_for_a_binding_that_comes_while_it_asks()
    {
        var space = await NamespaceAsync();
        var checking = Check("Waiting").CreateAsync(
            $$"""{"Username": "u", "Groups": ["{{space}}"], "WaitSeconds": "30", "Allowed": [{"Verb": "get", "Resource": "pods", "Namespace": "{{space}}"}]}""");
        while (!Function.Log.Any(line => line.Contains("subjectaccessreviews", StringComparison.Ordinal)) && !checking.IsCompleted)
            await Task.Delay(20);
        Assert.False(checking.IsCompleted);
        await BindAsync(space, "view");

        (await checking).Success();
    }

    [Fact]
    public async Task A_namespace_that_does_not_exist_is_named_where_something_is_to_be_allowed_there()
    {
        var space = await NamespaceAsync();
        await BindAsync(space, "view");
        (await Check("YetToCome").CreateAsync(
            $$"""{"Username": "u", "WaitSeconds": 0, "Denied": [{"Verb": "get", "Resource": "pods", "Namespace": "{{space}}x"}]}""")).Success();

        var wrong = (await Check("Misspelt").CreateAsync(
            $$"""
            {"Username": "u", "Groups": ["{{space}}"], "WaitSeconds": 0, "Denied": [{"Verb": "delete", "Resource": "pods", "Namespace": "{{space}}"}],
             "Allowed": [{"Verb": "get", "Resource": "pods", "Namespace": "{{space}}x"}]}
            """)).Failed("EKSIAM050");

        Assert.Contains($"1 of 2 access checks of u (groups {space})", wrong.Reason, StringComparison.Ordinal);
        Assert.Contains($"namespace {space}x does not exist: get pods -n {space}x", wrong.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Delete_is_answered_without_a_way_to_the_cluster()
    {
        var nowhere = Cluster;
        nowhere["Endpoint"] = "https://127.0.0.1:1";
        const string Properties = """{"Username": "u", "Allowed": [{"Verb": "get", "Resource": "pods"}]}""";

        var deleted = (await Check("Gone", nowhere).DeleteAsync(Properties, "check|whatever|Gone")).Success();

        Assert.Equal("check|whatever|Gone", deleted.PhysicalResourceId);
        Assert.Empty(Cloud.StsCalls);
    }

    [Fact]
    public async Task Its_id_is_that_of_the_cluster_and_its_logical_id_and_stays_when_an_update_fails()
    {
        const string Right = """{"Username": "u", "Denied": [{"Verb": "get", "Resource": "secrets"}]}""";
        var check = Check("Id");

        var created = (await check.CreateAsync(Right)).Success();
        var updated = (await check.UpdateAsync(
            """{"Username": "u", "WaitSeconds": "0", "Allowed": [{"Verb": "get", "Resource": "secrets"}]}""", Right)).Failed("EKSIAM050");

        Assert.Equal($"check|{KubeApiServerFixture.ClusterArn}|Id", created.PhysicalResourceId);
        Assert.Equal(created.PhysicalResourceId, updated.PhysicalResourceId);
        Assert.Contains("should be allowed and is denied: get secrets", updated.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"Allowed": [{"Verb": "get", "Resource": "pods"}]}""", "PrincipalArn")]
    [InlineData("""{"Groups": ["g"], "Allowed": [{"Verb": "get", "Resource": "pods"}]}""", "Username")]
    [InlineData("""{"Username": "u", "PrincipalArn": "arn:aws:iam::111122223333:role/Dev", "Allowed": [{"Verb": "get", "Resource": "pods"}]}""", "PrincipalArn")]
    [InlineData("""{"Username": "u"}""", "Allowed")]
    [InlineData("""{"Username": "u", "Allowed": [], "Denied": []}""", "at least one line")]
    [InlineData("""{"Username": "u", "Allowed": [{"Resource": "pods"}]}""", "Allowed[0].Verb")]
    [InlineData("""{"Username": "u", "Denied": [{"Verb": "get", "Resource": "pods", "NonResourceUrl": "/metrics"}]}""", "Denied[0].Resource")]
    [InlineData("""{"Username": "u", "Denied": [{"Verb": "get"}]}""", "Denied[0].Resource")]
    [InlineData("""{"Username": "u", "Denied": [{"Verb": "get", "Resource": "pods", "NameSpace": "dev"}]}""", "Denied[0].NameSpace")]
    [InlineData("""{"Username": "u", "WaitSeconds": "soon", "Allowed": [{"Verb": "get", "Resource": "pods"}]}""", "WaitSeconds")]
    [InlineData("""{"Username": "u", "Allowed": [{"Verb": "get", "Resource": "pods"}], "Denied": [{"Verb": "get", "Resource": "pods", "Name": ""}]}""", "a line that is not in Allowed too")]
    [InlineData("""{"PrincipalArn": "arn:aws:sts::111122223333:assumed-role/Dev/me", "Allowed": [{"Verb": "get", "Resource": "pods"}]}""", "arn:aws:iam::111122223333:role/Dev")]
    public async Task What_cannot_be_asked_is_told_with_its_property(string properties, string expected)
    {
        var wrong = (await Check("Wrong").CreateAsync(properties)).Failed("EKSIAM010");

        Assert.Contains(expected, wrong.Reason, StringComparison.Ordinal);
        (await Check("Wrong").DeleteAsync(properties, wrong.PhysicalResourceId)).Success();
    }

    private async Task<string> NamespaceAsync()
    {
        var space = $"check-{Guid.NewGuid():N}"[..16];
        (await Admin.CreateAsync("/api/v1/namespaces", $$$"""{"metadata": {"name": "{{{space}}}"}}""")).Expect(201);
        return space;
    }

    private async Task BindAsync(string space, string role) => (await Admin.CreateAsync(
        $"/apis/rbac.authorization.k8s.io/v1/namespaces/{space}/rolebindings",
        $$$"""
        {"metadata": {"name": "bound"}, "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "{{{role}}}"},
         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "{{{space}}}"}]}
        """)).Expect(201);
}

[Collection(EmbeddedCollection.Name)]
public sealed class EmbeddedAccessCheckTests(EmbeddedFixture server) : AccessCheckFlowTests(server);

[Collection(KubeApiServerCollection.Name)]
public sealed class KubeApiServerAccessCheckTests(KubeApiServerFixture server) : AccessCheckFlowTests(server);
