using System.Text.Json.Nodes;

namespace EksIamCdk.Bench.Contest.Entrants;

/// <summary>The same .NET with the bare requests of the function and no more (bench/Floor).</summary>
internal sealed class FloorEntrant(string assembly, JsonObject cluster) : Entrant
{
    public override string Name => "floor";

    public override IReadOnlyList<string> Command(string folder) => ["dotnet", assembly];

    public override JsonObject Make(Change change, int number) => change switch
    {
        Change.AwsAuth => Event(Things.AwsAuthPath, "PUT", mapRoles: $"{Things.NodesOnly}- rolearn: {Things.Role(number)}\n  username: dev\n"),
        _ => Event(Things.BindingPath(number), "PATCH", Things.Binding(number)),
    };

    public override JsonObject TakeBack(Change change, int number, Outcome made) => change switch
    {
        Change.AwsAuth => Event(Things.AwsAuthPath, "PUT", mapRoles: Things.NodesOnly),
        _ => Event(Things.BindingPath(number), "DELETE"),
    };

    public override Outcome Read(InvocationReport end, JsonObject? put) => new(put is not null && end.Succeeded, end.Body, null);

    private JsonObject Event(string path, string method, JsonObject? manifest = null, string? mapRoles = null) => new()
    {
        ["Cluster"] = cluster.DeepClone(),
        ["Path"] = path,
        ["Method"] = method,
        ["Manifest"] = manifest,
        ["MapRoles"] = mapRoles,
    };
}
