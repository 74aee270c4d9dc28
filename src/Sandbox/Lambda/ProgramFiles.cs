namespace EksIamCdk.Sandbox.Lambda;

/// <summary>The files of a function's program, and the command that starts it.</summary>
internal sealed record ProgramFiles(string Folder, IReadOnlyList<string> Command)
{
    /// <summary>The only handler that the sandbox runs in a managed runtime.</summary>
    public const string Handler = "MappingLambda";

    private const string Assembly = $"{Handler}.dll";
    private const string Native = "bootstrap";

    /// <returns>Null when there is no program for that runtime in the folder.</returns>
    public static ProgramFiles? In(string folder, string runtime) => IsProvided(runtime) ? NativeIn(folder) : ManagedIn(folder);

    /// <summary>Whatever was published for this machine.</summary>
    /// <returns>Null when there is no program in the folder.</returns>
    public static ProgramFiles? AnyIn(string folder) => ManagedIn(folder) ?? NativeIn(folder);

    /// <summary>A runtime that is no more than an operating system: the package brings a program named bootstrap.
    /// <see href="https://docs.aws.amazon.com/lambda/latest/dg/runtimes-provided.html"/></summary>
    public static bool IsProvided(string runtime) => runtime.StartsWith("provided.", StringComparison.Ordinal);

    private static ProgramFiles? ManagedIn(string folder) =>
        Path.Combine(folder, Assembly) is var assembly && File.Exists(assembly) ? new(folder, ["dotnet", assembly]) : null;

    private static ProgramFiles? NativeIn(string folder) =>
        Path.Combine(folder, Native) is var program && File.Exists(program) ? new(folder, [program]) : null;
}
