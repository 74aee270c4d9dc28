namespace EksIamCdk.Constructs.Pipeline;

/// <summary>Properties of an <see cref="AccessPipeline"/>.</summary>
public sealed class AccessPipelineProps
{
    /// <summary>The repository that is watched: <c>owner/name</c>.</summary>
    public required string Repository { get; init; }

    /// <summary>Default: main.</summary>
    public string? Branch { get; init; }

    /// <summary>The connection to where the repository is, in the pipeline's account.</summary>
    public required string ConnectionArn { get; init; }

    /// <summary>The stages, in their order.</summary>
    public required IReadOnlyList<AccessPipelineStage> Stages { get; init; }

    /// <summary>What the build machine needs. Default: the .NET 10 SDK, and <c>npm ci</c>.</summary>
    public IReadOnlyList<string>? InstallCommands { get; init; }

    /// <summary>What writes the assembly to <c>cdk.out</c>. Default: <c>npx cdk synth</c>.</summary>
    public IReadOnlyList<string>? SynthCommands { get; init; }

    /// <summary>What must succeed before anything is deployed, with the assembly at hand. Default: <c>dotnet test</c>.</summary>
    public IReadOnlyList<string>? TestCommands { get; init; }
}
