namespace EksIamCdk.Histories.Tests.History;

/// <summary>Makes up histories, one for each number.</summary>
public sealed class Generator(int number)
{
    private static readonly string[] Roles = ["Dev", "Ops", "Build"];
    private static readonly string[] Others = ["nodes", "legacy", "tools", "more"];
    private static readonly string[] Values = ["box", "list"];
    private static readonly string[] Bindings = ["bind-x", "bind-y"];
    private static readonly string[] Groups = ["view", "edit"];
    private static readonly string[] Stacks = ["one", "two"];

    private readonly Random _random = new(number * 7919);
    private readonly Dictionary<string, List<Declared>> _deployed = [];

    public static Story Of(int number) => new Generator(number).Make();

    private Story Make()
    {
        var form = Any(Enum.GetValues<MapForm>());
        var beginning = new Beginning(form, Some([.. Others.Take(2), .. Roles.Take(2)], 3), Some([.. Values, .. Bindings], 2));
        return new Story(beginning, [.. Enumerable.Range(0, _random.Next(2, 7)).Select(_ => Step())]);
    }

    private Step Step() => _random.Next(10) switch
    {
        < 6 => Deploy(Any(Stacks)),
        6 when _deployed.Count > 0 => Destroy(Any([.. _deployed.Keys])),
        _ => Edit(),
    };

    private Step.Deploy Deploy(string stack)
    {
        var before = _deployed.GetValueOrDefault(stack, []);
        List<Declared> resources = before.Count == 0
            ? Added([], _random.Next(1, 4))
            : [.. before.Select(Changed).OfType<Declared>()];
        if (before.Count > 0)
            resources = Added(Renamed(resources), _random.Next(0, 2));
        if (Maybe(4))
            resources.Add(Named(new Declared.Check("", Any(Groups), Maybe(2)), resources));
        if (Maybe(6))
            resources.Insert(_random.Next(resources.Count + 1), new Declared.Broken("Broken"));
        // Whether it goes well is for the model to say; the next change begins from here all the same.
        _deployed[stack] = [.. resources.Where(resource => resource is not Declared.Broken)];
        return new Step.Deploy(stack, resources, Maybe(4), Deliveries(), Faults([.. before, .. resources]));
    }

    private Step.Destroy Destroy(string stack)
    {
        _deployed.Remove(stack, out var resources);
        return new Step.Destroy(stack, Maybe(4), Deliveries(), Faults(resources!));
    }

    private Step.Edit Edit()
    {
        var what = Any(Enum.GetValues<EditKind>());
        return new Step.Edit(what, what switch
        {
            EditKind.Append or EditKind.Remove => Any([.. Others, Roles[0]]),
            EditKind.NodeGroup => $"group{_random.Next(2)}",
            EditKind.TakeOut or EditKind.Tamper => Any(Roles),
            EditKind.OtherKey => "note",
            EditKind.Label or EditKind.DeleteObject => Any([.. Values, .. Bindings]),
            EditKind.Change => Any(Values),
            _ => "",
        });
    }

    /// <returns>Null: it goes.</returns>
    private Declared? Changed(Declared resource) => (resource, _random.Next(6)) switch
    {
        (_, 0) => null,
        (Declared.Entry entry, 1) => entry with { Groups = Some(Groups, 2) },
        (Declared.Entry entry, 2) => entry with { Role = Any(Roles) },
        (Declared.Object value, 1 or 2) => value with { Data = Data() },
        (Declared.Object value, 3) => value with { Name = Any(Values) },
        (Declared.Binding binding, 1) => binding with { Role = Any("reader", "nothing") },
        (Declared.Binding binding, 2) => binding with { Name = Any(Bindings) },
        (Declared.Binding binding, 3) => binding with { Group = Any(Groups) },
        _ => resource,
    };

    private List<Declared> Renamed(List<Declared> resources)
    {
        if (resources.Count > 0 && Maybe(3))
        {
            var index = _random.Next(resources.Count);
            resources[index] = Named(resources[index], resources);
        }

        return resources;
    }

    // A rollback of a check that were changed in place would ask what nobody asked for: another question is another resource (docs/access-checks.md).
    private static Declared Named(Declared resource, List<Declared> resources) => resource with
    {
        Id = Fresh(resources, resource is Declared.Check check ? $"Check{check.Group}{check.Allowed}" : resource.GetType().Name),
    };

    private List<Declared> Added(List<Declared> resources, int count)
    {
        for (var i = 0; i < count; i++)
        {
            resources.Add(_random.Next(5) switch
            {
                0 or 1 => new Declared.Entry(Fresh(resources, "Entry"), Any(Roles), Any("dev", "ops:{{SessionName}}"), Some(Groups, 2), Maybe(2)),
                2 or 3 => new Declared.Object(Fresh(resources, "Object"), Any(Values), Data(), Maybe(2), Maybe(4)),
                _ => new Declared.Binding(Fresh(resources, "Binding"), Any(Bindings), Any(Groups), Any("reader", "nothing"), Maybe(2)),
            });
        }

        return [.. resources.DistinctBy(Target)];
    }

    private List<Fault>? Faults(IReadOnlyList<Declared> resources)
    {
        var targets = resources.Where(resource => resource is not Declared.Broken).Select(resource => resource.Id).Distinct().ToList();
        if (targets.Count == 0 || Maybe(2))
            return null;
        return [.. Enumerable.Range(0, _random.Next(1, 4)).Select(_ => OneFault(Any(targets)))];
    }

    private Fault OneFault(string on)
    {
        var during = Any("Create", "Create", "Update", "Update", "Delete");
        if (Maybe(6))
        {
            var kind = Any(FaultKind.Reset, FaultKind.LoseAnswer, FaultKind.Broken, FaultKind.KillBefore, FaultKind.KillAfter);
            return new Fault(on, during, 101, kind, 1, Then: Any(Enum.GetValues<AfterDeath>()));
        }

        var what = Any(Enum.GetValues<FaultKind>());
        return new Fault(
            on, during, _random.Next(1, 5), what,
            Times: what is FaultKind.Silence or FaultKind.KillBefore or FaultKind.KillAfter or FaultKind.EditBefore ? 1 : Any(1, 1, 2, 3, 300),
            Then: what is FaultKind.KillBefore or FaultKind.KillAfter ? Any(Enum.GetValues<AfterDeath>()) : default,
            Edit: what is FaultKind.EditBefore ? new Step.Edit(Any(EditKind.Append, EditKind.NodeGroup, EditKind.OtherKey), Any("late", "later")) : null);
    }

    private Twice Deliveries() => Any(Twice.No, Twice.No, Twice.No, Twice.InTurn, Twice.InParallel);

    private Dictionary<string, string> Data() => Some(["a", "b"], 2).ToDictionary(key => key, _ => Any("1", "2"));

    private static string Target(Declared resource) => resource switch
    {
        Declared.Entry entry => $"entry {entry.Role}",
        Declared.Object value => $"object {value.Name}",
        Declared.Binding binding => $"binding {binding.Name}",
        _ => resource.Id,
    };

    private static string Fresh(IReadOnlyCollection<Declared> resources, string name) =>
        Enumerable.Range(1, 99).Select(i => $"{name}{i}").First(id => resources.All(resource => resource.Id != id));

    private bool Maybe(int oneOf) => _random.Next(oneOf) == 0;

    private T Any<T>(params IReadOnlyList<T> choices) => choices[_random.Next(choices.Count)];

    private IReadOnlyList<string> Some(string[] choices, int most) => [.. choices.OrderBy(_ => _random.Next()).Take(_random.Next(most + 1)).Order(StringComparer.Ordinal)];
}
