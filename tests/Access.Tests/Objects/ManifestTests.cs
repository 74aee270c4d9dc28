using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Tests.Objects;

public sealed class ManifestTests
{
    [Fact]
    public void A_manifest_tells_which_object_it_is()
    {
        var manifest = Parse("""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"read","namespace":"dev"},"rules":[]}""").Manifest;

        Assert.Equal(new ObjectAddress(KubernetesKind.Role, "dev", "read"), manifest?.Address);
        Assert.Equal("/apis/rbac.authorization.k8s.io/v1/namespaces/dev/roles/read", manifest?.Address.Path);
        Assert.Equal("Role dev/read", manifest?.Address.ToString());
    }

    [Fact]
    public void An_object_outside_namespaces_has_a_path_of_its_own()
    {
        var manifest = Parse("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"dev"}}""").Manifest;

        Assert.Equal("/api/v1/namespaces/dev", manifest?.Address.Path);
        Assert.Equal("Namespace dev", manifest?.Address.ToString());
    }

    [Fact]
    public void Without_a_namespace_an_object_goes_to_default_as_with_kubectl()
    {
        var manifest = Parse("""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"app"}}""").Manifest;

        Assert.Equal("default", manifest?.Address.Namespace);
        Assert.Equal("default", (string?)manifest?.Body["metadata"]?["namespace"]);
    }

    [Theory]
    [InlineData("not json", "JSON text of one Kubernetes object")]
    [InlineData("[]", "JSON text of one Kubernetes object")]
    [InlineData("""{"apiVersion":"v1"}{"apiVersion":"v1"}""", "with nothing after it")]
    [InlineData("""{"kind":"A","kind":"B"}""", "without repeated members")]
    [InlineData("""{"kind":"Namespace","metadata":{"name":"a"}}""", "the API version")]
    [InlineData("""{"apiVersion":"v1","kind":7,"metadata":{"name":"a"}}""", "the kind of the object")]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace"}""", "an object with the name")]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace","metadata":{}}""", "the name of the object")]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"},"status":{}}""", "only apiVersion, kind, metadata, spec")]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a","namespace":"b"}}""", "outside namespaces")]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a","uid":"b"}}""", "left out")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"..","namespace":"b"}}""", "neither")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"b/c"}}""", "neither")]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a","labels":[]}}""", "an object")]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a","annotations":{"eks-iam-cdk/owner":"me"}}}""", "left out")]
    public void What_is_not_one_whole_object_is_refused(string text, string expected)
    {
        var (manifest, problems, unsupported) = Parse(text);

        Assert.Null(manifest);
        Assert.Null(unsupported);
        Assert.Contains(expected, Assert.Single(problems).Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void The_texts_of_a_Secret_become_data_as_the_API_server_stores_them()
    {
        var manifest = Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"dev"},"data":{"a":"MQ=="},"stringData":{"b":"2"}}""").Manifest;

        Assert.Equal("""{"a":"MQ==","b":"Mg=="}""", manifest?.Body["data"]?.ToJsonString());
        Assert.Null(manifest?.Body["stringData"]);
        Assert.NotEmpty(Parse("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s"},"stringData":{"b":2}}""").Problems);
    }

    [Fact]
    public void Another_kind_is_refused_naming_those_that_are_managed()
    {
        var unsupported = Parse("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"}}""").Unsupported;

        Assert.Equal(ErrorCode.KindNotSupported, unsupported?.Code);
        Assert.Contains("rbac.authorization.k8s.io/v1/RoleBinding", unsupported?.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void The_ConfigMap_aws_auth_is_refused_as_a_whole()
    {
        var unsupported = Parse("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"aws-auth","namespace":"kube-system"},"data":{}}""").Unsupported;

        Assert.Equal(ErrorCode.KindNotSupported, unsupported?.Code);
        Assert.Contains("Custom::EksAwsAuthEntry", unsupported?.Remedy, StringComparison.Ordinal);
    }

    private static (Manifest? Manifest, ProblemList Problems, Failure? Unsupported) Parse(string text)
    {
        var problems = new ProblemList();
        var manifest = Manifest.Parse("Manifest", text, problems, out var unsupported);
        return (manifest, problems, unsupported);
    }
}
