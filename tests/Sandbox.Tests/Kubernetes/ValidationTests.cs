using EksIamCdk.Sandbox.Kubernetes.Schemas;
using static EksIamCdk.Sandbox.Tests.Kubernetes.KubernetesBed;

namespace EksIamCdk.Sandbox.Tests.Kubernetes;

public sealed class ValidationTests
{
    [Fact]
    public async Task Unknown_and_duplicate_fields_are_warned_of_refused_or_ignored_as_asked()
    {
        await using var bed = await StartAsync();
        var body = """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "NAME", "nick": "x"}, "data": {"a": "1", "a": "2"}}""";
        string Named(string name) => body.Replace("NAME", name, StringComparison.Ordinal);

        var warned = (await bed.SendAsync("POST", ConfigMaps, Named("warned"))).Expect(201);
        var strict = (await bed.SendAsync("POST", $"{ConfigMaps}?fieldValidation=Strict", Named("strict"))).Expect(400);
        var ignored = (await bed.SendAsync("POST", $"{ConfigMaps}?fieldValidation=Ignore", Named("ignored"))).Expect(201);

        Assert.Equal(2, warned.Warnings.Count);
        Assert.Equal("""{"a":"2"}""", warned.Body["data"]!.ToJsonString());
        Assert.Equal(
            "ConfigMap in version \"v1\" cannot be handled as a ConfigMap: strict decoding error: duplicate field \"data.a\", unknown field \"metadata.nick\"", strict.Message);
        Assert.Empty(ignored.Warnings);
        Assert.Null(ignored.Body["metadata"]!["nick"]);
    }

    [Theory]
    [InlineData("roles", "Role", """ "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": []}]""", "rules[0].verbs")]
    [InlineData("roles", "Role", """ "rules": [{"resources": ["pods"], "verbs": ["get"]}]""", "rules[0].apiGroups")]
    [InlineData("roles", "Role", """ "rules": [{"apiGroups": [""], "verbs": ["get"]}]""", "rules[0].resources")]
    [InlineData("roles", "Role", """ "rules": [{"nonResourceURLs": ["/x"], "verbs": ["get"]}]""", "rules[0].nonResourceURLs")]
    [InlineData("rolebindings", "RoleBinding", """ "roleRef": {"kind": "Rolle", "name": "x"}""", "roleRef.kind")]
    [InlineData("rolebindings", "RoleBinding", """ "roleRef": {"kind": "Role"}""", "roleRef.name")]
    [InlineData("rolebindings", "RoleBinding", """ "roleRef": {"kind": "Role", "name": "x", "apiGroup": "v1"}""", "roleRef.apiGroup")]
    [InlineData("rolebindings", "RoleBinding", """ "roleRef": {"kind": "Role", "name": "x"}, "subjects": [{"kind": "Robot", "name": "x"}]""", "subjects[0].kind")]
    [InlineData("rolebindings", "RoleBinding", """ "roleRef": {"kind": "Role", "name": "x"}, "subjects": [{"kind": "User"}]""", "subjects[0].name")]
    public async Task Roles_and_bindings_that_mean_nothing_are_Invalid(string plural, string kind, string rest, string field)
    {
        await using var bed = await StartAsync();
        var body = $$$"""{"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "{{{kind}}}", "metadata": {"name": "a"}, {{{rest}}}}""";

        AssertCause(await bed.SendAsync("POST", $"{Rbac}/namespaces/default/{plural}", body), field);
    }

    [Theory]
    [InlineData("ResourceQuota", """{"hard": {"bogus": "1"}}""", "spec.hard[bogus]")]
    [InlineData("ResourceQuota", """{"hard": {"pods": "1.5"}}""", "spec.hard[pods]")]
    [InlineData("ResourceQuota", """{"hard": {"limits.cpu": "-1"}}""", "spec.hard[limits.cpu]")]
    [InlineData("ResourceQuota", """{"scopes": ["Never"]}""", "spec.scopes")]
    [InlineData("LimitRange", """{"limits": [{"type": "Bogus"}]}""", "spec.limits[0].type")]
    [InlineData("LimitRange", """{"limits": [{"type": "Pod", "default": {"cpu": "1"}}]}""", "spec.limits[0].default")]
    [InlineData("LimitRange", """{"limits": [{"type": "Container", "max": {"cpu": "1"}, "min": {"cpu": "1500m"}}]}""", "spec.limits[0].min[cpu]")]
    [InlineData("LimitRange", """{"limits": [{"type": "PersistentVolumeClaim"}]}""", "spec.limits[0].limits")]
    public async Task Quotas_and_limits_that_contradict_themselves_are_Invalid(string kind, string spec, string field)
    {
        await using var bed = await StartAsync();
        var body = $$$"""{"apiVersion": "v1", "kind": "{{{kind}}}", "metadata": {"name": "a"}, "spec": {{{spec}}}}""";

        AssertCause(await bed.SendAsync("POST", $"/api/v1/namespaces/default/{kind.ToLowerInvariant()}s", body), field);
    }

    [Theory]
    [InlineData("""{"podSelector": {}, "policyTypes": ["Sideways"]}""", "spec.policyTypes[0]")]
    [InlineData("""{"podSelector": {}, "egress": [{"to": [{"ipBlock": {"cidr": "ten"}}]}]}""", "spec.egress[0].to[0].ipBlock.cidr")]
    [InlineData("""{"podSelector": {}, "egress": [{"to": [{"ipBlock": {"cidr": "10.0.0.0/24", "except": ["10.0.1.0/25"]}}]}]}""", "spec.egress[0].to[0].ipBlock.except[0]")]
    [InlineData("""{"podSelector": {}, "ingress": [{"from": [{}]}]}""", "spec.ingress[0].from[0]")]
    [InlineData("""{"podSelector": {}, "ingress": [{"ports": [{"port": 70000}]}]}""", "spec.ingress[0].ports[0].port")]
    [InlineData("""{"podSelector": {}, "ingress": [{"ports": [{"protocol": "ICMP"}]}]}""", "spec.ingress[0].ports[0].protocol")]
    [InlineData("""{"podSelector": {"matchExpressions": [{"key": "a", "operator": "In"}]}}""", "spec.podSelector.matchExpressions[0].values")]
    public async Task Network_policies_that_mean_nothing_are_Invalid(string spec, string field)
    {
        await using var bed = await StartAsync();
        var body = $$$"""{"apiVersion": "networking.k8s.io/v1", "kind": "NetworkPolicy", "metadata": {"name": "a"}, "spec": {{{spec}}}}""";

        AssertCause(await bed.SendAsync("POST", "/apis/networking.k8s.io/v1/namespaces/default/networkpolicies", body), field);
    }

    [Theory]
    [InlineData(""" "labels": {"a b": "c"}""", "metadata.labels")]
    [InlineData(""" "labels": {"a": "b c"}""", "metadata.labels")]
    [InlineData(""" "labels": {"/a": "b"}""", "metadata.labels")]
    [InlineData(""" "annotations": {"a/b/c": "d"}""", "metadata.annotations")]
    [InlineData(""" "finalizers": ["nope"]""", "metadata.finalizers[0]")]
    [InlineData(""" "ownerReferences": [{"kind": "Pod"}]""", "metadata.ownerReferences.uid")]
    public async Task Metadata_has_rules_of_its_own(string member, string field)
    {
        await using var bed = await StartAsync();
        var body = $$$"""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a", {{{member}}}}}""";

        AssertCause(await bed.SendAsync("POST", ConfigMaps, body), field);
    }

    [Fact]
    public async Task What_is_immutable_stays()
    {
        await using var bed = await StartAsync();
        (await bed.SendAsync("POST", ConfigMaps, ConfigMap("a", """, "immutable": true, "data": {"a": "1"}"""))).Expect(201);

        var changed = await bed.SendAsync("PUT", $"{ConfigMaps}/a", ConfigMap("a", """, "immutable": true, "data": {"a": "2"}"""));

        AssertCause(changed, "data");
        AssertCause(await bed.SendAsync("PUT", $"{ConfigMaps}/a", ConfigMap("a", """, "data": {"a": "1"}""")), "immutable");
    }

    [Fact]
    public async Task A_dry_run_answers_as_if_and_writes_nothing()
    {
        await using var bed = await StartAsync();

        (await bed.SendAsync("POST", $"{ConfigMaps}?dryRun=All", ConfigMap("a"))).Expect(201);

        (await bed.SendAsync("GET", $"{ConfigMaps}/a")).Expect(404);
    }

    [Theory]
    [InlineData("1000m", "1")]
    [InlineData("0.5", "500m")]
    [InlineData("1024Mi", "1Gi")]
    [InlineData("1536Mi", "1536Mi")]
    [InlineData("0.5Gi", "512Mi")]
    [InlineData("512", "512")]
    [InlineData("2000", "2k")]
    [InlineData("1e3", "1e3")]
    [InlineData("0", "0")]
    [InlineData("-1", "-1")]
    [InlineData("1u", "1u")]
    [InlineData("ten", null)]
    [InlineData("1 Gi", null)]
    public void Quantities_have_one_way_to_be_written(string text, string? canonical) => Assert.Equal(canonical, QuantityText.Canonical(text));

    private static void AssertCause(Reply reply, string field) =>
        Assert.Contains(reply.Expect(422).Body["details"]!["causes"]!.AsArray(), cause => (string?)cause!["field"] == field);
}
