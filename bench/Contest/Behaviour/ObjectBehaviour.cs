using EksIamCdk.Bench.Contest.Bed;
using EksIamCdk.Bench.Contest.Entrants;

namespace EksIamCdk.Bench.Contest.Behaviour;

/// <summary>A ClusterRoleBinding that meets what it should not.</summary>
internal sealed class ObjectBehaviour(Sides sides)
{
    private const int Number = 9;

    public async Task<IReadOnlyList<Observed>> RunAsync() =>
    [
        new("A binding of that name is there already, somebody else's", await ForeignAsync(sides.Function, adopt: false), await ForeignAsync(sides.Peer, adopt: false)),
        new("The same, asked to take it over (`OnConflict: Adopt`, `Overwrite`), then deleted", await ForeignAsync(sides.Function, adopt: true), await ForeignAsync(sides.Peer, adopt: true)),
        new("Lambda delivers the Create a second time", await TwiceAsync(sides.Function), await TwiceAsync(sides.Peer)),
        new("An update changes the roleRef, which Kubernetes refuses in place", await RoleRefAsync(sides.Function), await RoleRefAsync(sides.Peer)),
        new("The resource is deleted, and the cluster forbids it", await ForbiddenAsync(sides.Function), await ForbiddenAsync(sides.Peer)),
    ];

    private async Task<string> ForeignAsync(Entrant entrant, bool adopt)
    {
        var foreign = Things.Binding(Number);
        foreign["subjects"]![0]!["name"] = "somebody-else";
        await sides.Cluster.SetAsync(Things.BindingPath(Number), foreign);
        var result = await sides.WithAsync(entrant, async contender =>
        {
            var create = entrant.Make(Change.ClusterRoleBinding, Number);
            if (adopt && entrant is PeerEntrant) create["ResourceProperties"]!["Overwrite"] = "true";
            else if (adopt) create["ResourceProperties"]!["OnConflict"] = "Adopt";
            var created = await contender.InvokeAsync(create);
            if (!adopt) return $"{Sides.Text(created)}; the binding is {await SubjectAsync()}";
            var taken = await SubjectAsync();
            var deleted = await contender.InvokeAsync(Sides.Later("Delete", create, create, created));
            return $"{Sides.Text(created)}, {taken}; then {Sides.Text(deleted)}, {await SubjectAsync()}";
        });
        await sides.Cluster.SetAsync(Things.BindingPath(Number), null);
        return result;
    }

    private async Task<string> TwiceAsync(Entrant entrant)
    {
        var result = await sides.WithAsync(entrant, async contender =>
        {
            var create = entrant.Make(Change.ClusterRoleBinding, Number);
            await contender.SucceedAsync(create);
            var before = await VersionAsync();
            var again = await contender.InvokeAsync(create);
            return $"{Sides.Text(again)}; the object is {(await VersionAsync() == before ? "untouched" : "**written again**")}";
        });
        await sides.Cluster.SetAsync(Things.BindingPath(Number), null);
        return result;
    }

    private async Task<string> RoleRefAsync(Entrant entrant)
    {
        var result = await sides.WithAsync(entrant, async contender =>
        {
            var create = entrant.Make(Change.ClusterRoleBinding, Number);
            var created = await contender.SucceedAsync(create);
            var edit = Things.Binding(Number, "edit");
            var change = entrant is PeerEntrant ? PeerEntrant.Manifest("Update", edit) : sides.Function.Binding("Update", Number, edit);
            var updated = await contender.InvokeAsync(Sides.Later("Update", change, create, created));
            var live = await sides.Cluster.GetAsync(Things.BindingPath(Number));
            return $"{Sides.Text(updated)}; the binding grants {(string?)live?["roleRef"]?["name"] ?? "**nothing**"}";
        });
        await sides.Cluster.SetAsync(Things.BindingPath(Number), null);
        return result;
    }

    private async Task<string> ForbiddenAsync(Entrant entrant)
    {
        var create = entrant.Make(Change.ClusterRoleBinding, Number);
        var created = new Outcome(false, "", null);
        await sides.WithAsync(entrant, async contender => Sides.Text(created = await contender.SucceedAsync(create)));
        var result = await sides.WithAsync(
            entrant, async contender => Sides.Text(await contender.InvokeAsync(Sides.Later("Delete", create, create, created))), AwsSide.StrangerKey);
        var left = await sides.Cluster.GetAsync(Things.BindingPath(Number)) is not null;
        await sides.Cluster.SetAsync(Things.BindingPath(Number), null);
        return $"{result}; {(left ? "the binding is still there" + (result == "SUCCESS" ? ", **and nobody is told**" : "") : "the binding is gone")}";
    }

    private async Task<string> SubjectAsync() =>
        (string?)(await sides.Cluster.GetAsync(Things.BindingPath(Number)))?["subjects"]?[0]?["name"] switch
        {
            null => "**the binding is gone**",
            "devs" => "it grants the stack's group",
            _ => "as somebody else made it",
        };

    private async Task<string?> VersionAsync() => (string?)(await sides.Cluster.GetAsync(Things.BindingPath(Number)))?["metadata"]?["resourceVersion"];
}
