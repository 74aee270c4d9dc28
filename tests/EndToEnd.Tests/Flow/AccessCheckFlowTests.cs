using EksIamCdk.EndToEnd.Tests.Cloud;
using EksIamCdk.EndToEnd.Tests.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Flow;

/// <summary>Checks of access, answered by a real API server.</summary>
public sealed class AccessCheckFlowTests(KubeApiServerFixture server) : FlowTest(server)
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

    private CustomResource Check(string logicalId) => new(Cloud, "access", logicalId, "Custom::EksAccessCheck", Cluster);
}
