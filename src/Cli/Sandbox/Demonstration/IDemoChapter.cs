namespace EksIamCdk.Cli.Sandbox.Demonstration;

/// <summary>One thing that the demonstration shows, after the app is deployed. It leaves the app's stacks as it found them.</summary>
internal interface IDemoChapter
{
    /// <summary>One word, as <c>--only</c> takes it.</summary>
    string Name { get; }

    /// <returns>The exit code: anything but 0 ends the demonstration.</returns>
    Task<int> RunAsync(DemoStage stage, CancellationToken cancellationToken);
}
