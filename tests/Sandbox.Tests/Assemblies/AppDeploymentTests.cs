namespace EksIamCdk.Sandbox.Tests.Assemblies;

/// <summary>Several stacks of one app, and the exports between them.</summary>
public sealed class AppDeploymentTests : IAsyncLifetime, IDisposable
{
    private const string Queue = """ "Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "first"} } """;
    private const string Export = """ "Arn": {"Value": {"Fn::GetAtt": ["Q", "Arn"]}, "Export": {"Name": "Base:Arn"} } """;
    private const string Import = """ "T": {"Type": "AWS::SNS::Topic", "Properties": {"DisplayName": {"Fn::ImportValue": "Base:Arn"} } } """;
    private const string Imported = """ "Got": {"Value": {"Fn::ImportValue": "Base:Arn"} } """;

    private readonly AssemblyFolder _folder = new();
    private SandboxSession _session = null!;

    public async Task InitializeAsync()
    {
        _session = await SandboxSession.StartAsync(new SandboxOptions(), default);
        _folder.Manifest($"{AssemblyFolder.Stack("User", after: ["Base"])}, {AssemblyFolder.Stack("Base")}");
        _folder.Template("Base", Queue, Export);
        _folder.Template("User", Import, Imported);
    }

    public async Task DisposeAsync() => await _session.DisposeAsync();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_export_reaches_the_stack_that_imports_it_and_all_stacks_go_in_reverse()
    {
        var deployed = await DeployAsync();
        var destroyed = await _session.DestroyAsync(null, _ => { }, default);

        Assert.Equal(["Base CREATE_COMPLETE", "User CREATE_COMPLETE"], deployed.Select(result => $"{result.StackName} {result.StackStatus}"));
        Assert.Equal("arn:aws:sqs:eu-west-1:111122223333:first", deployed[1].Outputs["Got"]);
        Assert.Equal(["User", "Base"], destroyed.Events.Where(e => e.Status == "DELETE_COMPLETE" && e.Type == "AWS::CloudFormation::Stack").Select(e => e.LogicalId));
    }

    [Fact]
    public async Task An_export_in_use_cannot_be_changed()
    {
        await DeployAsync();
        _folder.Template("Base", Queue.Replace("first", "second", StringComparison.Ordinal), Export);

        var result = Assert.Single(await DeployAsync());

        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", result.StackStatus);
        Assert.Contains(result.Events, e => e is { Status: "UPDATE_ROLLBACK_IN_PROGRESS", Reason: "Export Base:Arn cannot be updated as it is in use by User" });
    }

    [Fact]
    public async Task An_export_in_use_cannot_be_removed()
    {
        await DeployAsync();
        _folder.Template("Base", Queue);

        var result = Assert.Single(await DeployAsync());

        Assert.Contains(result.Events, e => e is { Status: "UPDATE_ROLLBACK_IN_PROGRESS", Reason: "Export Base:Arn cannot be deleted as it is in use by User" });
    }

    [Fact]
    public async Task A_stack_whose_export_is_in_use_cannot_be_deleted_and_stays_as_it_is()
    {
        await DeployAsync();

        var refused = await _session.DestroyAsync("Base", _ => { }, default);
        var user = await _session.DestroyAsync("User", _ => { }, default);
        var done = await _session.DestroyAsync("Base", _ => { }, default);

        Assert.Equal((SandboxOutcome.RollbackFailed, "CREATE_COMPLETE"), (refused.Outcome, refused.StackStatus));
        Assert.Equal("Delete canceled. Export Base:Arn cannot be deleted as it is in use by User", Assert.Single(refused.Events).Reason);
        Assert.Equal((SandboxOutcome.Done, SandboxOutcome.Done), (user.Outcome, done.Outcome));
    }

    [Fact]
    public async Task A_name_that_another_stack_exports_is_refused()
    {
        await DeployAsync();
        var template = $$"""{"Resources": { {{Queue.Replace("first", "third", StringComparison.Ordinal)}} }, "Outputs": { {{Export}} } }""";

        var result = await _session.DeployAsync(new DeployRequest { TemplateText = template, StackName = "Other" }, default);

        Assert.Equal("ROLLBACK_COMPLETE", result.StackStatus);
        Assert.Contains(result.Events, e => e.Reason.StartsWith("Export with name Base:Arn is already exported by stack Base.", StringComparison.Ordinal));
    }

    [Fact]
    public async Task The_stacks_after_one_that_fails_are_not_come_to()
    {
        var results = await DeployAsync("Q");

        Assert.Equal("ROLLBACK_COMPLETE", Assert.Single(results).StackStatus);
    }

    [Fact]
    public async Task What_no_stack_of_the_app_has_is_refused_before_anything_starts()
    {
        var results = await _session.DeployAppAsync(
            new DeployAppRequest { Folder = _folder.Path, Parameters = new Dictionary<string, string> { ["Colour"] = "red" }, FailAt = new HashSet<string> { "None" } },
            default);

        Assert.Equal(SandboxOutcome.BadInput, Assert.Single(results).Outcome);
        Assert.Equal(["parameter Colour", "fail at"], results[0].Problems.Select(problem => problem.Path));
    }

    private async Task<IReadOnlyList<SandboxResult>> DeployAsync(params string[] failAt) =>
        await _session.DeployAppAsync(new DeployAppRequest { Folder = _folder.Path, FailAt = failAt.ToHashSet() }, default);
}
