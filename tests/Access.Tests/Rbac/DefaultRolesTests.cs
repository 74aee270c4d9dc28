using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Access.Tests.Rbac;

public sealed class DefaultRolesTests
{
    [Theory]
    [InlineData("view", "get", "", "pods", "", true)]
    [InlineData("view", "get", "", "pods", "log", true)]
    [InlineData("view", "get", "", "secrets", "", false)]
    [InlineData("view", "create", "", "pods", "", false)]
    [InlineData("edit", "get", "", "secrets", "", true)]
    [InlineData("edit", "create", "", "pods", "exec", true)]
    [InlineData("edit", "update", "coordination.k8s.io", "leases", "", true)]
    [InlineData("edit", "create", "rbac.authorization.k8s.io", "roles", "", false)]
    [InlineData("edit", "update", "", "resourcequotas", "", false)]
    [InlineData("admin", "create", "rbac.authorization.k8s.io", "rolebindings", "", true)]
    [InlineData("admin", "bind", "rbac.authorization.k8s.io", "clusterroles", "", false)]
    [InlineData("admin", "list", "", "pods", "", true)]
    [InlineData("admin", "get", "", "nodes", "", false)]
    [InlineData("cluster-admin", "delete", "example.com", "widgets", "status", true)]
    public void The_profiles_are_what_kube_apiserver_makes_of_them(string role, string verb, string group, string resource, string sub, bool allowed)
    {
        var rules = DefaultRoles.Roles.Single(item => item.Name == role).Rules;
        var request = new AccessRequest.OfResource { Verb = verb, ApiGroup = group, Resource = resource, Subresource = sub, Namespace = "dev" };

        Assert.Equal(allowed, rules.Any(rule => rule.Allows(request)));
    }

    [Fact]
    public void Everybody_may_ask_for_the_health_of_the_api_server_and_what_he_may_do()
    {
        var policy = new RbacPolicy(DefaultRoles.Roles, DefaultRoles.Bindings);
        var anybody = new RbacUser("alice", [RbacUser.Authenticated]);

        Assert.True(policy.Decide(anybody, new AccessRequest.OfUrl { Verb = "get", Path = "/healthz" }).Allowed);
        Assert.True(policy.Decide(anybody, new AccessRequest.OfResource { Verb = "create", ApiGroup = "authorization.k8s.io", Resource = "selfsubjectaccessreviews" }).Allowed);
        Assert.False(policy.Decide(anybody, new AccessRequest.OfUrl { Verb = "get", Path = "/metrics" }).Allowed);
    }
}
