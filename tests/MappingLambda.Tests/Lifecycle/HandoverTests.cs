namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

/// <summary>An entry of aws-auth that is taken away while its principal moves to an access entry.</summary>
public sealed class HandoverTests : IAsyncLifetime
{
    private const string Id = "aws-auth|demo|role|arn:aws:iam::111122223333:role/dev";
    private const string Waits = "wait for the access entry of arn:aws:iam::111122223333:role/Dev to be in force";

    private World _world = null!;

    public async Task InitializeAsync()
    {
        _world = await World.StartAsync();
        await _world.SendAsync(Events.Create(Events.Entry(_world)));
    }

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task It_stays_until_the_access_entry_is_in_force_everywhere()
    {
        Let("arn:aws:iam::111122223333:role/team/Dev", TimeSpan.FromSeconds(13));

        Assert.Equal("SUCCESS", (await DeleteAsync()).Status);

        Assert.Contains(Waits, _world.Log, StringComparison.Ordinal);
        Assert.Empty(_world.AwsAuth("mapRoles"));
    }

    [Fact]
    public async Task It_goes_at_once_when_the_access_entry_is_older()
    {
        Let("arn:aws:iam::111122223333:role/team/Dev", TimeSpan.FromMinutes(1));

        Assert.Equal("SUCCESS", (await DeleteAsync()).Status);
        Assert.DoesNotContain(Waits, _world.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_goes_at_once_when_somebody_else_has_an_access_entry()
    {
        Let("arn:aws:iam::111122223333:role/Other", TimeSpan.Zero);

        Assert.Equal("SUCCESS", (await DeleteAsync()).Status);
        Assert.DoesNotContain(Waits, _world.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_function_that_may_not_look_says_so_and_goes_on()
    {
        _world.Aws.Modes.EntriesRefused = true;

        Assert.Equal("SUCCESS", (await DeleteAsync()).Status);
        Assert.Contains("the wait for the access entry that takes over", _world.Log, StringComparison.Ordinal);
        Assert.Empty(_world.AwsAuth("mapRoles"));
    }

    [Fact]
    public async Task EKS_is_not_asked_by_a_function_that_was_not_told_to()
    {
        await using var world = await World.StartAsync(awaitsAccessEntries: false);
        await world.SendAsync(Events.Create(Events.Entry(world)));

        Assert.Equal("SUCCESS", (await world.SendAsync(Events.Delete(Id, Events.Entry(world)))).Status);
        Assert.DoesNotContain(world.Aws.Calls, call => call.Contains("/clusters/", StringComparison.Ordinal));
    }

    private Task<Told> DeleteAsync() => _world.SendAsync(Events.Delete(Id, Events.Entry(_world)));

    private void Let(string principal, TimeSpan age)
    {
        _world.Aws.Modes.Entries.Add(principal);
        _world.Aws.AccessEntries.Put(principal, "STANDARD", "dev", []);
        _world.Aws.AccessEntries.Entries[principal]["createdAt"] = (DateTimeOffset.UtcNow - age).ToUnixTimeMilliseconds() / 1000.0;
    }
}
