using System.Text.Json;

namespace EksIamCdk.Histories.Tests.Model;

/// <summary>The cluster as it must be, and the stacks as they are deployed.</summary>
public sealed record ClusterModel
{
    /// <summary>The role, there from the beginning, that lets read ConfigMaps; the others let do nothing.</summary>
    public const string Reader = "reader";

    public MapModel Map { get; init; } = new();

    public ObjectsModel Objects { get; init; } = new();

    public IReadOnlyDictionary<string, IReadOnlyList<Declared>> Stacks { get; init; } = new Dictionary<string, IReadOnlyList<Declared>>();

    public IReadOnlyList<Declared> Of(string stack) => Stacks.GetValueOrDefault(stack, []);

    /// <returns>The cluster with the stack deployed so; or the logical id of what must fail.</returns>
    public (ClusterModel? Then, string? Fails) Deploy(string stack, IReadOnlyList<Declared> resources)
    {
        var before = Of(stack).ToDictionary(resource => resource.Id);
        var cluster = this;
        foreach (var resource in resources.Where(resource => !before.TryGetValue(resource.Id, out var old) || !Same(old, resource)))
        {
            if (cluster.Declare(new Holder(stack, resource.Id), resource) is not { } next)
                return (null, resource.Id);
            cluster = next;
        }

        foreach (var gone in before.Values.Where(old => !resources.Any(resource => resource.Id == old.Id && SameTarget(old, resource))))
            cluster = cluster.Withdraw(new Holder(stack, gone.Id), gone);
        return (cluster with { Stacks = new Dictionary<string, IReadOnlyList<Declared>>(Stacks) { [stack] = resources } }, null);
    }

    public ClusterModel Destroy(string stack)
    {
        var cluster = Of(stack).Aggregate(this, (model, resource) => model.Withdraw(new Holder(stack, resource.Id), resource));
        return cluster with { Stacks = Stacks.Where(pair => pair.Key != stack).ToDictionary() };
    }

    /// <summary>Whether all that a stack has deployed is as it deployed it.</summary>
    public bool IsUntouched(string stack) =>
        Of(stack).All(resource => resource switch
        {
            Declared.Entry entry => Map.Find(entry.Role) is { Drift: Drift.None, Ours.Count: > 0 },
            _ => ObjectOf(resource) is not var (kind, name) || Objects.Find(kind, name) is { Loose.Count: 0, Ours.Count: > 0 },
        });

    /// <summary>The object that a resource is about.</summary>
    public static (string Kind, string Name)? ObjectOf(Declared resource) => resource switch
    {
        Declared.Object value => ("ConfigMap", value.Name),
        Declared.Binding binding => ("RoleBinding", binding.Name),
        _ => null,
    };

    public ClusterModel Withdraw(Holder by, Declared resource) => resource switch
    {
        Declared.Entry entry => this with { Map = Map.Withdraw(by, entry.Role) },
        Declared.Object value => this with { Objects = Objects.Withdraw(by, "ConfigMap", value.Name) },
        Declared.Binding binding => this with { Objects = Objects.Withdraw(by, "RoleBinding", binding.Name) },
        _ => this,
    };

    private static bool Same(Declared one, Declared other) => JsonSerializer.Serialize(one) == JsonSerializer.Serialize(other);

    private static bool SameTarget(Declared one, Declared other) => (one, other) switch
    {
        (Declared.Entry a, Declared.Entry b) => a.Role == b.Role,
        (Declared.Object a, Declared.Object b) => a.Name == b.Name,
        (Declared.Binding a, Declared.Binding b) => a.Name == b.Name,
        _ => one.GetType() == other.GetType(),
    };

    public ClusterModel? Declare(Holder by, Declared resource) => resource switch
    {
        Declared.Entry entry => Map.Declare(by, entry) is { } map ? this with { Map = map } : null,
        Declared.Object value => With(Objects.Declare(by, "ConfigMap", value.Name, Content.ConfigMap(value.Data), value.Adopt, value.Retain)),
        Declared.Binding binding =>
            With(Objects.Declare(by, "RoleBinding", binding.Name, Content.Binding(binding.Group, binding.Role), binding.Adopt, retain: false)),
        Declared.Check check => Allows(check.Group) == check.Allowed ? this : null,
        _ => null,
    };

    private ClusterModel? With(ObjectsModel? objects) => objects is null ? null : this with { Objects = objects };

    private bool Allows(string group)
    {
        var grant = Content.Binding(group, Reader);
        return Objects.Slots.Where(slot => slot.Kind == "RoleBinding").Select(slot => slot.Ours is [.., var ours] ? ours.Content : slot.Foreign!)
            .Any(content => JsonNode.DeepEquals(content["roleRef"], grant["roleRef"]) && JsonNode.DeepEquals(content["subjects"], grant["subjects"]));
    }
}
