using System.Text.Json.Nodes;
using EksIamCdk.Bench.Contest.Entrants;

namespace EksIamCdk.Bench.Contest.Behaviour;

/// <summary>A map that others write to as well.</summary>
internal sealed class AwsAuthBehaviour(Sides sides)
{
    private const int Stacks = 4;

    private const string Roles = $$$"""
        # Written by eksctl; ask the platform team before you touch it.
        - rolearn: "{{{Things.NodeRole}}}"   # workers
          username: {{{Things.NodeUsername}}}
          groups: [system:bootstrappers, system:nodes]
        - rolearn: arn:aws:iam::111122223333:role/Other
          username: other

        """;

    private const string Users = "- userarn: arn:aws:iam::111122223333:user/alice\n  username: alice\n";

    public async Task<IReadOnlyList<Observed>> RunAsync() =>
    [
        new(
            "A role is added to a map that others wrote, with comments",
            await AddAsync(sides.Function), await AddAsync(sides.Peer)),
        new(
            "The resource is deleted again (the rollback of a Create)",
            await DeletedAsync(sides.Function), await DeletedAsync(sides.Peer)),
        new(
            "Somebody adds a user; an update of the stack follows, fails elsewhere, and is rolled back",
            await RolledBackAsync(sides.Function), await RolledBackAsync(sides.Peer)),
        new(
            $"{Stacks} stacks at once, each with a role of its own",
            await TogetherAsync(number => (sides.Function, sides.Function.Make(Change.AwsAuth, number))),
            await TogetherAsync(number => (sides.Peer, sides.Peer.Make(Change.AwsAuth, number)))),
        new(
            "The entry of nodes is taken out while a node is Ready",
            await WithNodeAsync(sides.Function), await WithNodeAsync(sides.Peer)),
    ];

    private Task FillAsync() => sides.Cluster.SetAsync(Things.AwsAuthPath, Things.AwsAuth(Roles, Users));

    private async Task<string> AddAsync(Entrant entrant)
    {
        await FillAsync();
        return await sides.WithAsync(entrant, async contender =>
        {
            var outcome = await contender.InvokeAsync(entrant.Make(Change.AwsAuth, 0));
            var (roles, users) = await SectionsAsync();
            var others = roles.Contains("role/Other", StringComparison.Ordinal) && users.Contains("user/alice", StringComparison.Ordinal);
            var bytes = roles.StartsWith(Roles, StringComparison.Ordinal) && users == Users;
            var comments = roles.Contains('#', StringComparison.Ordinal);
            return $"{Sides.Text(outcome)}; entries of others {(others ? "kept" : "**lost**")}, comments {(comments ? "kept" : "**lost**")}, "
                + $"the bytes of before {(bytes ? "all there, the new lines after them" : "**rewritten**")}";
        });
    }

    private async Task<string> DeletedAsync(Entrant entrant)
    {
        await FillAsync();
        return await sides.WithAsync(entrant, async contender =>
        {
            var create = entrant.Make(Change.AwsAuth, 0);
            var created = await contender.SucceedAsync(create);
            var deleted = await contender.InvokeAsync(Sides.Later("Delete", create, create, created));
            var data = await sides.DataAsync();
            var state = data is null ? "**the whole ConfigMap is gone**, nodes and all"
                : (string?)data["mapRoles"] == Roles && (string?)data["mapUsers"] == Users ? "the map is as before, byte for byte"
                : "**the map differs from before**";
            return $"{Sides.Text(deleted)}; {state}";
        });
    }

    private async Task<string> RolledBackAsync(Entrant entrant)
    {
        await sides.Cluster.SetAsync(Things.AwsAuthPath, Things.AwsAuth(Things.NodesOnly));
        return await sides.WithAsync(entrant, async contender =>
        {
            var create = entrant.Make(Change.AwsAuth, 0);
            var created = await contender.SucceedAsync(create);
            await sides.Cluster.SendAsync(
                HttpMethod.Patch, Things.AwsAuthPath, new JsonObject { ["data"] = new JsonObject { ["mapUsers"] = Users } }, "application/merge-patch+json");
            var before = (await sides.DataAsync())!.ToJsonString();
            var change = entrant is PeerEntrant
                ? PeerEntrant.AwsAuth("Update", [Things.Role(0), Things.Role(1)])
                : sides.Function.Entry("Update", 0, Things.Role(0), "dev:{{SessionName}}", "devs", "testers");
            var updated = await contender.InvokeAsync(Sides.Later("Update", change, create, created));
            var back = await contender.InvokeAsync(Sides.Later("Update", create, change, created));
            var after = (await sides.DataAsync())!.ToJsonString();
            return $"{Sides.Text(updated)}, {Sides.Text(back)}; {(after == before ? "the map is as before the update, byte for byte" : "**the user is gone**")}";
        });
    }

    private async Task<string> TogetherAsync(Func<int, (Entrant, JsonObject)> deployment)
    {
        await sides.Cluster.SetAsync(Things.AwsAuthPath, Things.AwsAuth(Things.NodesOnly));
        var outcomes = await sides.AllAtOnceAsync(Enumerable.Range(0, Stacks).Select(deployment));
        var (roles, _) = await SectionsAsync();
        var there = Enumerable.Range(0, Stacks).Count(number => roles.Contains(Things.Role(number), StringComparison.Ordinal));
        var succeeded = outcomes.Count(outcome => outcome.Succeeded);
        return $"{succeeded} SUCCESS; in the map of {Stacks} roles: {(there < succeeded ? $"**{there}**" : there)}";
    }

    /// <summary>The entry of nodes is the stack's own, and the last one.</summary>
    private async Task<string> WithNodeAsync(Entrant entrant)
    {
        const string Nodes = "/api/v1/nodes";
        await sides.Cluster.SetAsync(Things.AwsAuthPath, null);
        await sides.Cluster.SetAsync($"{Nodes}/worker", ReadyNode());
        await sides.Cluster.SendAsync(HttpMethod.Put, $"{Nodes}/worker/status", ReadyNode(), "application/json");
        var result = await sides.WithAsync(entrant, async contender =>
        {
            var create = entrant is PeerEntrant
                ? PeerEntrant.AwsAuth("Create", [])
                : sides.Function.Entry("Create", 0, Things.NodeRole, Things.NodeUsername, "system:bootstrappers", "system:nodes");
            var created = await contender.SucceedAsync(create);
            var remove = entrant is PeerEntrant
                ? Sides.Later("Update", PeerEntrant.AwsAuth("Update", [], nodes: false), create, created)
                : Sides.Later("Update", sides.Function.Entry("Update", 0, Things.NodeRole, "dev", "devs"), create, created);
            var removed = await contender.InvokeAsync(remove);
            var (roles, _) = await SectionsAsync();
            return $"{Sides.Text(removed)}; nodes {(roles.Contains("system:nodes", StringComparison.Ordinal) ? "still come in" : "**do not come in any more**")}";
        });
        await sides.Cluster.SetAsync($"{Nodes}/worker", null);
        return result;
    }

    private static JsonObject ReadyNode() => JsonNode.Parse("""
        {"apiVersion": "v1", "kind": "Node", "metadata": {"name": "worker"}, "status": {"conditions": [{"type": "Ready", "status": "True"}]}}
        """)!.AsObject();

    private async Task<(string Roles, string Users)> SectionsAsync()
    {
        var data = await sides.DataAsync();
        return ((string?)data?["mapRoles"] ?? "", (string?)data?["mapUsers"] ?? "");
    }
}
