using System.Globalization;
using Amazon.CDK;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.CdkApp;
using EksIamCdk.CdkApp.Tests;
using EksIamCdk.EndToEnd.Tests.Scenarios;
using EksIamCdk.Sandbox;

namespace EksIamCdk.EndToEnd.Tests.Moving;

/// <summary>The items of a spec spread over more stacks, and fewer, than the deployment before: docs/many-teams.md.</summary>
[Collection(ScenarioCollection.Name)]
public sealed class AccessStacksTests : IAsyncLifetime
{
    private const int Teams = 40;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("spread-");
    private SandboxSession _session = null!;

    public async Task InitializeAsync() => _session = await SandboxSession.StartAsync(new SandboxOptions(), CancellationToken.None);

    public async Task DisposeAsync()
    {
        await _session.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    [Fact]
    public async Task One_stack_more_takes_its_items_over_and_one_less_is_refused_until_the_last_is_destroyed()
    {
        var all = Enumerable.Range(0, Teams).Select(ManyTeams.Arn).Order(StringComparer.Ordinal).ToList();

        Assert.All(await DeployAsync(2), stack => Assert.Equal(SandboxOutcome.Done, stack.Outcome));
        Assert.Equal(all, await MappedAsync());

        var grown = await DeployAsync(3);
        Assert.Equal(["UPDATE_COMPLETE", "UPDATE_COMPLETE", "CREATE_COMPLETE"], grown.Select(stack => stack.StackStatus));
        Assert.Equal(all, await MappedAsync());

        var refused = (await DeployAsync(2))[^1];
        Assert.Equal((SandboxOutcome.RolledBack, "UPDATE_ROLLBACK_COMPLETE"), (refused.Outcome, refused.StackStatus));
        Assert.Contains(refused.Events, happened => happened.Reason?.Contains("eks-iam-access-3-demo", StringComparison.Ordinal) == true);
        Assert.Equal(all, await MappedAsync());

        Assert.Equal(SandboxOutcome.Done, (await _session.DestroyAsync("eks-iam-access-3-demo", _ => { }, CancellationToken.None)).Outcome);
        Assert.True((await MappedAsync()).Count < Teams);
        Assert.All(await DeployAsync(2), stack => Assert.Equal(SandboxOutcome.Done, stack.Outcome));
        Assert.Equal(all, await MappedAsync());
    }

    /// <summary>Whom the map lets in of the teams, each as often as it is there.</summary>
    private async Task<IReadOnlyList<string>> MappedAsync()
    {
        var map = Assert.Single(await _session.ShowAsync(CancellationToken.None)).AwsAuth;
        return
        [
            .. SectionReader.Read(Section.MapRoles, (string?)map?["data"]?["mapRoles"]).Entries.Select(entry => entry.Entry.Id)
                .Where(arn => arn.Contains("role/team-", StringComparison.Ordinal)).Order(StringComparer.Ordinal),
        ];
    }

    private async Task<IReadOnlyList<SandboxResult>> DeployAsync(int stacks)
    {
        var output = Path.Combine(_folder.FullName, stacks.ToString(CultureInfo.InvariantCulture));
        if (!Directory.Exists(output)) Synthesize(stacks, output);
        return await _session.DeployAppAsync(new DeployAppRequest { Folder = output }, CancellationToken.None);
    }

    private void Synthesize(int stacks, string output)
    {
        var path = Path.Combine(_folder.FullName, "access.yaml");
        File.WriteAllText(path, ManyTeams.Spec(Teams));
        var file = SpecFile.Read(path, Console.Error);
        var app = new App(new AppProps { AnalyticsReporting = false, StackTraces = false, Outdir = output });
        app.Node.SetContext("accessStacks", stacks);
        SpecStacks.Declare(app, file!, new Amazon.CDK.Environment(), Path.Combine(Assemblies.Root, ".eksiam", "lambda"));
        app.Synth();
    }
}
