using EksIamCdk.Access.Migration;
using EksIamCdk.Cli.Migrate;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Reading;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>What each principal of the live map could do after the move to access entries, by the RBAC of the live cluster.</summary>
internal sealed class MigrateChapter : IDemoChapter
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    public string Name => "migrate";

    public async Task<int> RunAsync(DemoStage stage, CancellationToken cancellationToken)
    {
        stage.Heading("The map on its way to access entries: what each principal can do before and after (eksiam migrate)");
        var map = MapDiff.DataOf((await stage.Session.ShowAsync(cancellationToken)).Single(view => view.Key == stage.Cluster.Key).AwsAuth);
        using var api = await stage.ApiAsync(cancellationToken);
        var connection = new ClusterConnection(api, new ClusterReference { Name = stage.Cluster.Name, Region = stage.Cluster.Key.Region }, "the sandbox");
        var reading = await new ClusterReader(connection, TimeProvider.System, Patience).RbacAsync(cancellationToken);
        if (reading is not RbacReading.Read { Rbac: var rbac })
        {
            stage.Console.WriteLine(((RbacReading.Failed)reading).Failure.Reason);
            return ExitCode.Negative;
        }

        using var report = new StringWriter();
        new MigrationReport(MigrationPlan.Of(map), rbac.Policy, [.. rbac.Unread.Select(list => list.ToString())]).Write(report);
        stage.Console.WriteLine(report.ToString().TrimEnd());
        return ExitCode.Done;
    }
}
