using System.Text.Json.Nodes;
using Amazon.CDK;
using EksIamCdk.Constructs.Namespaces;
using EksIamCdk.Constructs.Rbac;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests;

public sealed class KubernetesObjectTests
{
    [Fact]
    public void The_properties_are_those_of_the_contract_and_the_manifest_has_one_order_of_keys()
    {
        var template = Template(stack => _ = new KubernetesObject(stack, "Object", new()
        {
            Provider = Provider(stack),
            Manifest = new Dictionary<string, object>
            {
                ["data"] = new Dictionary<string, string> { ["z"] = "1", ["a"] = "\"quoted\"\n" },
                ["metadata"] = new Dictionary<string, object> { ["namespace"] = "dev", ["name"] = "settings" },
                ["kind"] = "ConfigMap",
                ["apiVersion"] = "v1",
            },
            OnConflict = OnConflict.Adopt,
            OnDelete = OnDelete.Retain,
        }));

        var properties = template.One("Custom::EksKubernetesObject")["Properties"]!;
        Assert.Equal(
            """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"dev"},"data":{"a":"\"quoted\"\n","z":"1"}}""",
            properties["Manifest"]!.GetValue<string>());
        Assert.Equal(
            ["ServiceToken", "ServiceTimeout", "Cluster", "Manifest", "OnConflict", "OnDelete"],
            properties.AsObject().Select(pair => pair.Key));
        Assert.Equal(("Adopt", "Retain"), (properties["OnConflict"]!.GetValue<string>(), properties["OnDelete"]!.GetValue<string>()));
    }

    [Fact]
    public void A_manifest_may_hold_tokens()
    {
        var template = Template(stack => _ = new ServiceAccount(stack, "Account", new()
        {
            Provider = Provider(stack),
            Namespace = "app",
            Name = "s3-access",
            Annotations = new Dictionary<string, string> { ["eks.amazonaws.com/role-arn"] = new CfnParameter(stack, "Role").ValueAsString },
            AutomountToken = false,
        }));

        AssertJson(
            """
            {"Fn::Join": ["", ["{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"s3-access\",\"namespace\":\"app\",\"annotations\":{\"eks.amazonaws.com/role-arn\":\"",
              {"Ref": "Role"}, "\"}},\"automountServiceAccountToken\":false}"]]}
            """,
            template.One("Custom::EksKubernetesObject")["Properties"]!["Manifest"]);
    }

    [Fact]
    public void Roles_and_their_bindings_are_written_and_ordered()
    {
        var template = Template(stack =>
        {
            var provider = Provider(stack);
            var role = new KubernetesRole(stack, "Role", new()
            {
                Provider = provider,
                Namespace = "dev",
                Name = "reader",
                Rules = [new() { ApiGroups = [""], Resources = ["pods"], Verbs = ["get"], ResourceNames = ["app"] }],
            });
            var clusterRole = new KubernetesClusterRole(
                stack,
                "ClusterRole",
                new() { Provider = provider, Name = "metrics", Rules = [new() { NonResourceUrls = ["/metrics"], Verbs = ["get"] }] });
            _ = new KubernetesRoleBinding(stack, "Binding", new()
            {
                Provider = provider,
                Namespace = "dev",
                Name = "readers",
                Role = RoleRef.ToRole(role),
                Subjects = [Subject.User("alice"), Subject.ServiceAccount("ci", "runner")],
            });
            _ = new KubernetesClusterRoleBinding(
                stack,
                "ClusterBinding",
                new() { Provider = provider, Name = "metrics", Role = RoleRef.ToClusterRole(clusterRole), Subjects = [Subject.Group("ops")] });
        });

        var objects = template.All("Custom::EksKubernetesObject");
        Assert.Equal(
        [
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"reader","namespace":"dev"},"rules":[{"apiGroups":[""],"resourceNames":["app"],"resources":["pods"],"verbs":["get"]}]}""",
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"metrics"},"rules":[{"nonResourceURLs":["/metrics"],"verbs":["get"]}]}""",
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"readers","namespace":"dev"},"roleRef":{"kind":"Role","name":"reader","apiGroup":"rbac.authorization.k8s.io"},"subjects":[{"kind":"User","name":"alice","apiGroup":"rbac.authorization.k8s.io"},{"kind":"ServiceAccount","name":"runner","namespace":"ci"}]}""",
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"metrics"},"roleRef":{"kind":"ClusterRole","name":"metrics","apiGroup":"rbac.authorization.k8s.io"},"subjects":[{"kind":"Group","name":"ops","apiGroup":"rbac.authorization.k8s.io"}]}""",
        ],
        objects.Values.Select(Manifest));
        var ids = objects.Keys.ToList();
        Assert.Contains(ids[0], objects[ids[2]]["DependsOn"]!.AsArray().Select(id => id!.GetValue<string>()));
        Assert.Contains(ids[1], objects[ids[3]]["DependsOn"]!.AsArray().Select(id => id!.GetValue<string>()));
    }

    [Fact]
    public void A_team_namespace_comes_before_what_lives_in_it()
    {
        var template = Template(stack => _ = new TeamNamespace(stack, "Dev", new()
        {
            Provider = Provider(stack),
            Name = "dev",
            PodSecurity = PodSecurityLevel.Restricted,
            Quota = new Dictionary<string, string> { ["pods"] = "10" },
            DefaultRequest = new Dictionary<string, string> { ["cpu"] = "100m" },
            Network = NetworkDefaults.DenyAll,
        }));

        var objects = template.All("Custom::EksKubernetesObject");
        Assert.Equal(
        [
            """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"dev","labels":{"pod-security.kubernetes.io/audit":"restricted","pod-security.kubernetes.io/enforce":"restricted","pod-security.kubernetes.io/warn":"restricted"}}}""",
            """{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"team-quota","namespace":"dev"},"spec":{"hard":{"pods":"10"}}}""",
            """{"apiVersion":"v1","kind":"LimitRange","metadata":{"name":"team-limits","namespace":"dev"},"spec":{"limits":[{"defaultRequest":{"cpu":"100m"},"type":"Container"}]}}""",
            """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"team-default","namespace":"dev"},"spec":{"podSelector":{},"policyTypes":["Ingress","Egress"]}}""",
        ],
        objects.Values.Select(Manifest));
        var ns = objects.Keys.First();
        Assert.All(
            objects.Values.Skip(1), member => Assert.Contains(ns, member["DependsOn"]!.AsArray().Select(id => id!.GetValue<string>())));
    }

    [Fact]
    public void A_manifest_that_the_function_would_refuse_is_refused_at_once()
    {
        var provider = Provider(new Stack());

        AssertWrong(
            new() { ["apiVersion"] = "v1", ["kind"] = "ConfigMap", ["metadata"] = new Dictionary<string, object>(), ["sepc"] = 1 },
            "Manifest.sepc: got \"a member that is not known\", expected only apiVersion, kind, metadata, data, binaryData, immutable in a ConfigMap; "
            + "Manifest.metadata.name: missing, expected the name of the object");
        AssertWrong(
            new() { ["apiVersion"] = "apps/v1", ["kind"] = "Deployment" },
            "apps/v1/Deployment is not a kind that is managed here. Use one of v1/Namespace, v1/ServiceAccount, v1/ResourceQuota, v1/LimitRange, "
            + "v1/ConfigMap, v1/Secret, rbac.authorization.k8s.io/v1/Role, rbac.authorization.k8s.io/v1/ClusterRole, rbac.authorization.k8s.io/v1/RoleBinding, "
            + "rbac.authorization.k8s.io/v1/ClusterRoleBinding, networking.k8s.io/v1/NetworkPolicy. [EKSIAM042]");

        void AssertWrong(Dictionary<string, object> manifest, string expected) => Assert.Equal(
            $"Default/Object: {expected}",
            Assert.Throws<ArgumentException>(() => new KubernetesObject(new Stack(), "Object", new() { Provider = provider, Manifest = manifest })).Message);
    }

    [Fact]
    public void Rules_subjects_and_policies_are_checked_before_anything_is_made()
    {
        var provider = Provider(new Stack());

        Assert.Equal(
            "Default/Role: Rules[0].Verbs: missing, expected at least one verb; Rules[0].ApiGroups: missing, expected the API groups of the resources; "
            + "the core group is an empty text; Rules[1].NonResourceUrls: got \"/metrics\", expected none in a Role: paths have no namespace; "
            + "Rules[2]: got \"neither Resources nor NonResourceUrls\", expected one of them",
            Message(() => new KubernetesRole(new Stack(), "Role", new()
            {
                Provider = provider,
                Namespace = "dev",
                Name = "reader",
                Rules = [new() { Resources = ["pods"], Verbs = [] }, new() { NonResourceUrls = ["/metrics"], Verbs = ["get"] }, new() { Verbs = ["get"] }],
            })));
        Assert.Equal(
            "Default/Binding: Subjects: missing, expected at least one subject; Role: got \"reader\", expected a ClusterRole: a Role ends at its namespace",
            Message(
                () => new KubernetesClusterRoleBinding(
                    new Stack(),
                    "Binding",
                    new() { Provider = provider, Name = "readers", Role = RoleRef.ToRoleNamed("reader"), Subjects = [] })));
        Assert.Equal(
            "Default/Policy: Ingress, Egress: missing, expected at least one of them",
            Message(() => new NetworkPolicy(new Stack(), "Policy", new() { Provider = provider, Namespace = "dev", Name = "policy" })));

        static string Message(Func<object> make) => Assert.Throws<ArgumentException>(make).Message;
    }

    private static string Manifest(JsonObject resource) => resource["Properties"]!["Manifest"]!.GetValue<string>();
}
