namespace EksIamCdk.MappingLambda.Tests.Properties;

/// <summary>How requests with wrong properties are answered: without any call, and so that CloudFormation can roll back.</summary>
public sealed class UnreadableRequestTests : IAsyncLifetime
{
    private World _world = null!;

    public async Task InitializeAsync() => _world = await World.StartAsync();

    public async Task DisposeAsync()
    {
        Assert.Empty(_world.Kubernetes.Calls);
        await _world.DisposeAsync();
    }

    /// <summary>Hazard 2: without an id, CloudFormation makes one up and hides the Reason.</summary>
    [Fact]
    public async Task A_Create_fails_with_an_id_and_the_Delete_that_follows_succeeds()
    {
        var properties = Events.Entry(_world).Without("Username");

        var created = await _world.SendAsync(Events.Create(properties));
        Assert.Equal(("FAILED", "aws-auth|demo|role|arn:aws:iam::111122223333:role/dev"), (created.Status, created.PhysicalResourceId));

        var deleted = await _world.SendAsync(Events.Delete(created.PhysicalResourceId, properties));
        Assert.Equal(("SUCCESS", created.PhysicalResourceId), (deleted.Status, deleted.PhysicalResourceId));
    }

    [Fact]
    public async Task A_Create_whose_target_cannot_be_told_has_the_same_id_each_time()
    {
        var first = await _world.SendAsync(Events.Create([]));
        var second = await _world.SendAsync(Events.Create([]));

        Assert.NotEmpty(first.PhysicalResourceId);
        Assert.Equal(first.PhysicalResourceId, second.PhysicalResourceId);
        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Delete(first.PhysicalResourceId, []))).Status);
    }

    [Fact]
    public async Task An_Update_fails_with_the_id_of_before()
    {
        var properties = Events.Entry(_world);

        var told = await _world.SendAsync(Events.Update("aws-auth|x", properties, properties.With("Typo", "1")));

        Assert.Equal(("FAILED", "aws-auth|x"), (told.Status, told.PhysicalResourceId));
        Assert.Contains("Typo", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Delete_of_an_unknown_type_succeeds() =>
        Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Delete("x", [], type: "Custom::Unknown"))).Status);
}
