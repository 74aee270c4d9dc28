using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Access.Tests.Rbac;

public sealed class PolicyRuleTests
{
    private static readonly PolicyRule ReadPods = new() { Verbs = ["get", "list"], ApiGroups = [""], Resources = ["pods"] };

    [Theory]
    [InlineData("get", "", "pods", "", true)]
    [InlineData("list", "", "pods", "", true)]
    [InlineData("delete", "", "pods", "", false)]
    [InlineData("get", "apps", "pods", "", false)]
    [InlineData("get", "", "secrets", "", false)]
    [InlineData("get", "", "pods", "log", false)]
    public void A_rule_allows_its_verbs_on_its_resources_of_its_groups(string verb, string group, string resource, string subresource, bool allowed) =>
        Assert.Equal(allowed, ReadPods.Allows(Request(verb, resource, group, subresource)));

    [Theory]
    [InlineData("*", "pods", "", true)]
    [InlineData("*", "pods", "log", true)]
    [InlineData("pods/log", "pods", "log", true)]
    [InlineData("pods/log", "pods", "", false)]
    [InlineData("*/log", "pods", "log", true)]
    [InlineData("*/log", "pods", "exec", false)]
    [InlineData("*/log", "pods", "", false)]
    [InlineData("pods/*", "pods", "log", false)]
    public void Resources_have_wildcards_for_all_and_for_one_subresource_of_all(string pattern, string resource, string subresource, bool allowed) =>
        Assert.Equal(allowed, (ReadPods with { Resources = [pattern] }).Allows(Request("get", resource, "", subresource)));

    [Fact]
    public void A_star_is_every_verb_and_every_group()
    {
        var all = new PolicyRule { Verbs = ["*"], ApiGroups = ["*"], Resources = ["*"] };

        Assert.True(all.Allows(Request("impersonate", "users", "authentication.k8s.io")));
        Assert.False(all.Allows(new AccessRequest.OfUrl { Verb = "get", Path = "/version" }));
    }

    [Theory]
    [InlineData("aws-auth", true)]
    [InlineData("other", false)]
    [InlineData("", false)]
    public void Resource_names_limit_a_rule_to_these_objects_and_a_list_has_no_name(string name, bool allowed) =>
        Assert.Equal(allowed, (ReadPods with { ResourceNames = ["aws-auth"] }).Allows(Request("get", "pods") with { Name = name }));

    [Theory]
    [InlineData("/version", "/version", true)]
    [InlineData("/version", "/version/x", false)]
    [InlineData("/api/*", "/api/v1", true)]
    [InlineData("/api/*", "/apis", false)]
    [InlineData("*", "/anything", true)]
    public void A_non_resource_rule_matches_paths_and_what_begins_so(string pattern, string path, bool allowed)
    {
        var rule = new PolicyRule { Verbs = ["get"], NonResourceUrls = [pattern] };

        Assert.Equal(allowed, rule.Allows(new AccessRequest.OfUrl { Verb = "get", Path = path }));
        Assert.False(rule.Allows(new AccessRequest.OfUrl { Verb = "put", Path = path }));
    }

    [Fact]
    public void Rules_are_equal_when_all_their_lists_are()
    {
        var same = new PolicyRule { Verbs = ["get", "list"], ApiGroups = [""], Resources = ["pods"] };

        Assert.Equal(ReadPods, same);
        Assert.Equal(ReadPods.GetHashCode(), same.GetHashCode());
        Assert.NotEqual(ReadPods, same with { ResourceNames = ["a"] });
        Assert.False(ReadPods.Equals(null));
    }

    private static AccessRequest.OfResource Request(string verb, string resource, string group = "", string subresource = "") =>
        new() { Verb = verb, Resource = resource, ApiGroup = group, Subresource = subresource };
}
