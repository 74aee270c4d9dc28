using System.Text.Json.Nodes;
using EksIamCdk.Cli.Sandbox.Demonstration;

namespace EksIamCdk.Cli.Tests.Sandbox;

public sealed class SnapshotTests
{
    [Fact]
    public void The_order_of_members_and_the_API_servers_bookkeeping_do_not_count()
    {
        var one = Snapshot("""{"kind": "Role", "metadata": {"name": "a", "namespace": "dev", "resourceVersion": "1", "managedFields": []}, "x": {"b": 1, "a": 2}}""");
        var other = Snapshot("""{"x": {"a": 2, "b": 1}, "metadata": {"namespace": "dev", "name": "a", "resourceVersion": "2", "generation": 3}, "kind": "Role"}""");

        Assert.Empty(one.DifferencesTo(other));
    }

    [Fact]
    public void Each_byte_of_a_text_counts()
    {
        var one = Snapshot("""{"kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"t": "x\r\n"}}""");
        var other = Snapshot("""{"kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"t": "x\n"}}""");

        Assert.Equal([("ConfigMap a", 2)], one.DifferencesTo(other));
    }

    [Fact]
    public void An_object_that_is_gone_or_new_differs_in_all_its_bytes()
    {
        var one = Snapshot("""{"kind": "Namespace", "metadata": {"name": "a"}}""");
        var other = Snapshot("""{"kind": "Namespace", "metadata": {"name": "b"}}""");

        Assert.Equal([("Namespace a", one.Bytes), ("Namespace b", other.Bytes)], one.DifferencesTo(other));
    }

    [Fact]
    public void The_history_alone_does_not_count()
    {
        var history = Snapshot("""{"kind": "ConfigMap", "metadata": {"name": "eks-iam-cdk-history", "namespace": "kube-system"}}""");
        var other = Snapshot("""{"kind": "ConfigMap", "metadata": {"name": "eks-iam-cdk-history", "namespace": "dev"}}""");

        Assert.Equal((0, 1), (history.Count, other.Count));
    }

    private static Snapshot Snapshot(string json) => new([JsonNode.Parse(json)!.AsObject()]);
}
