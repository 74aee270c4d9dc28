using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Access.Tests.Rbac;

public sealed class ResourceTypesTests
{
    [Theory]
    [InlineData("pods", "", "pods")]
    [InlineData("po", "", "pods")]
    [InlineData("Pod", "", "pods")]
    [InlineData("deploy", "apps", "deployments")]
    [InlineData("deployments.apps", "apps", "deployments")]
    [InlineData("deployment.v1.apps", "apps", "deployments")]
    [InlineData("ing", "networking.k8s.io", "ingresses")]
    [InlineData("ingress", "networking.k8s.io", "ingresses")]
    [InlineData("networkpolicy", "networking.k8s.io", "networkpolicies")]
    [InlineData("storageclass", "storage.k8s.io", "storageclasses")]
    [InlineData("componentstatus", "", "componentstatuses")]
    [InlineData("lease", "coordination.k8s.io", "leases")]
    [InlineData("events", "", "events")]
    [InlineData("ev.events.k8s.io", "events.k8s.io", "events")]
    [InlineData("crd", "apiextensions.k8s.io", "customresourcedefinitions")]
    [InlineData("rollouts.argoproj.io", "argoproj.io", "rollouts")]
    [InlineData("rollouts.v1alpha1.argoproj.io", "argoproj.io", "rollouts")]
    [InlineData("*", "*", "*")]
    public void A_type_is_known_by_all_the_names_that_kubectl_takes(string name, string group, string plural)
    {
        var type = ResourceTypes.Find(name);

        Assert.Equal((group, plural), (type?.Group, type?.Plural));
    }

    [Theory]
    [InlineData("podz")]
    [InlineData("rollouts")]
    [InlineData("")]
    [InlineData(".apps")]
    public void What_is_no_type_is_null(string name) => Assert.Null(ResourceTypes.Find(name));

    [Fact]
    public void Each_type_knows_whether_it_is_in_namespaces()
    {
        Assert.False(ResourceTypes.Find("nodes")!.Namespaced);
        Assert.False(ResourceTypes.Find("clusterroles")!.Namespaced);
        Assert.True(ResourceTypes.Find("rolebindings")!.Namespaced);
    }
}
