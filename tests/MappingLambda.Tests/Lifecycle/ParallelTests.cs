namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

/// <summary>Several instances of the function at once, as Lambda runs them.</summary>
public sealed class ParallelTests
{
    [Fact]
    public async Task A_request_delivered_in_parallel_with_itself_leaves_the_state_of_once()
    {
        await using var world = await World.StartAsync(instances: 4);
        var create = Events.Create(Events.Entry(world));

        var told = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => world.SendAsync(create)));

        Assert.All(told, answer => Assert.Equal(("SUCCESS", told[0].PhysicalResourceId), (answer.Status, answer.PhysicalResourceId)));
        Assert.Single(world.AwsAuth("mapRoles").Split(Events.RoleArn).Skip(1));

        await world.SendAsync(Events.Delete(told[0].PhysicalResourceId, Events.Entry(world)));
        Assert.Empty(world.Kubernetes.Paths);
    }

    /// <summary>Hazard 3: the Delete with a made-up id looks before the Create that it follows has written.</summary>
    [Theory]
    [InlineData(Events.EntryType, "POST")]
    [InlineData(Events.ObjectType, "PATCH")]
    public async Task A_Delete_that_overtakes_its_Create_leaves_nothing_behind(string type, string write)
    {
        await using var world = await World.StartAsync(instances: 2);
        var looks = () => world.Kubernetes.Calls.Count(call => call.StartsWith("GET", StringComparison.Ordinal));
        world.Kubernetes.Fail(write, new Fault.Before(() => SpinWait.SpinUntil(() => looks() >= 2, TimeSpan.FromSeconds(20))));
        var properties = type == Events.EntryType
            ? Events.Entry(world)
            : Events.KubernetesObject(world, """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"app","namespace":"dev"}}""");

        var create = world.SendAsync(Events.Create(properties, type));
        SpinWait.SpinUntil(() => looks() == 1, TimeSpan.FromSeconds(20));
        var deleted = await world.SendAsync(Events.Delete("access-Dev-1ABCDEF", properties, type));

        Assert.Equal(("SUCCESS", "SUCCESS"), ((await create).Status, deleted.Status));
        Assert.Empty(world.Kubernetes.Paths);
    }

    [Fact]
    public async Task Many_entries_at_once_all_come_in_and_all_go_again()
    {
        await using var world = await World.StartAsync(instances: 8);
        world.Time = TimeSpan.FromSeconds(50);
        var entries = Enumerable.Range(0, 40).Select(number => Events.Entry(world, $"arn:aws:iam::111122223333:role/r{number:00}", $"u{number}")).ToList();

        var created = await Task.WhenAll(entries.Select((entry, number) => world.SendAsync(Events.Create(entry, logicalId: $"E{number}"))));
        Assert.All(created, answer => Assert.Equal("SUCCESS", answer.Status));
        Assert.All(Enumerable.Range(0, 40), number => Assert.Contains($"role/r{number:00}", world.AwsAuth("mapRoles"), StringComparison.Ordinal));

        var deleted = await Task.WhenAll(entries.Select((entry, number) =>
            world.SendAsync(Events.Delete(created[number].PhysicalResourceId, entry, logicalId: $"E{number}"))));
        Assert.All(deleted, answer => Assert.Equal("SUCCESS", answer.Status));
        Assert.Empty(world.Kubernetes.Paths);
    }

    /// <summary>As a stack of 200 mappings does that do not depend on each other: CloudFormation sends all at once, and Lambda starts as many
    /// functions. On one processor they are in each other's way no less than on many.</summary>
    [Fact]
    public async Task Two_hundred_entries_created_at_once_by_as_many_functions_are_all_there_after_three_write_attempts_each_at_most()
    {
        const int Entries = 200;
        await using var world = await World.StartAsync(instances: Entries);
        await world.SendAsync(Events.Create(Events.Entry(world, "arn:aws:iam::111122223333:role/first", "first"), logicalId: "First"));
        world.Kubernetes.Calls.Clear();
        world.Time = TimeSpan.FromMinutes(5); // it is about conflicts, not about the speed of this machine
        var entries = Enumerable.Range(0, Entries).Select(number => Events.Entry(world, $"arn:aws:iam::111122223333:role/r{number:000}", $"u{number}")).ToList();

        var ended = await Task.WhenAll(entries.Select((entry, number) => world.InvokeAsync(Events.Create(entry, logicalId: $"E{number}"))));

        // An answer that a busy machine was slow to take is sent again.
        var created = ended.SelectMany(invocation => invocation.Told).ToList();
        Assert.All(ended, invocation => Assert.True(invocation.End.Succeeded));
        Assert.All(created, answer => Assert.Equal("SUCCESS", answer.Status));
        Assert.Equal(Entries, created.Select(answer => answer.PhysicalResourceId).Distinct().Count());
        Assert.All(Enumerable.Range(0, Entries), number => Assert.Contains($"role/r{number:000}\n", world.AwsAuth("mapRoles"), StringComparison.Ordinal));
        var writes = world.Kubernetes.Calls.Count(call => call == $"PUT {FakeKubernetes.AwsAuthPath}");
        Assert.InRange((double)writes / Entries, 1, 3);
        Assert.Null(world.Kubernetes.Find(FakeKubernetes.TurnPath));
    }
}
