using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Access.Tests.Ownership;

public sealed class StandInTests
{
    private static readonly ObjectAddress s_binding = new(KubernetesKind.RoleBinding, "dev", "read");
    private static readonly Owner s_me = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/team/0001", "Mine");

    [Fact]
    public void A_stand_in_grants_nothing_and_holds_all_of_the_binding()
    {
        var standIn = Of(Binding());

        Assert.Null(standIn["subjects"]);
        Assert.Equal("view", (string?)standIn["roleRef"]!["name"]);
        Assert.Equal("dev", (string?)standIn["metadata"]!["namespace"]);
        Assert.True(JsonNode.DeepEquals(Binding(), StandIn.Read(s_binding, standIn)));
    }

    [Fact]
    public void A_binding_of_the_whole_cluster_has_one_too()
    {
        var address = new ObjectAddress(KubernetesKind.ClusterRoleBinding, null, "read");
        var binding = Binding();
        binding["kind"] = "ClusterRoleBinding";
        binding["metadata"]!.AsObject().Remove("namespace");

        var standIn = StandIn.Of(StandIn.AddressOf(address, s_me), binding);

        Assert.False(standIn["metadata"]!.AsObject().ContainsKey("namespace"));
        Assert.True(JsonNode.DeepEquals(binding, StandIn.Read(address, standIn)));
    }

    [Fact]
    public void Each_owner_has_his_own()
    {
        var all = new[]
        {
            StandIn.AddressOf(s_binding, s_me), StandIn.AddressOf(s_binding, s_me with { LogicalId = "Other" }),
            StandIn.AddressOf(s_binding, s_me with { StackId = "other" }), StandIn.AddressOf(s_binding with { Name = "write" }, s_me), s_binding,
        };

        Assert.Equal(all.Length, all.Distinct().Count());
        Assert.All(all, address => Assert.Equal((s_binding.Kind, s_binding.Namespace), (address.Kind, address.Namespace)));
    }

    [Fact]
    public void What_a_stand_in_says_of_itself_counts_and_not_what_is_written_on_it()
    {
        var forged = Binding();
        forged["roleRef"]!["name"] = "cluster-admin";
        forged["kind"] = "ClusterRoleBinding";
        forged["metadata"]!["name"] = "another";
        forged["metadata"]!["namespace"] = "kube-system";
        var standIn = Of(forged);
        standIn["roleRef"]!["name"] = "view";

        Assert.True(JsonNode.DeepEquals(Binding(), StandIn.Read(s_binding, standIn)));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("nonsense")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"metadata":{},"metadata":{}}""")]
    [InlineData("""{"metadata":[]}""")]
    public void What_cannot_be_read_is_no_stand_in(string? held)
    {
        var standIn = Of(Binding());
        standIn["metadata"]!["annotations"]![ObjectAnnotations.Held] = held;

        Assert.Null(StandIn.Read(s_binding, standIn));
    }

    private static JsonObject Of(JsonObject binding) => StandIn.Of(StandIn.AddressOf(s_binding, s_me), binding);

    private static JsonObject Binding() => JsonNode.Parse("""
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding",
         "metadata": {"name": "read", "namespace": "dev", "labels": {"by": "others"}},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"},
         "subjects": [{"kind": "Group", "name": "g"}]}
        """)!.AsObject();
}
