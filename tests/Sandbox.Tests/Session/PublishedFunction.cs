namespace EksIamCdk.Sandbox.Tests.Session;

/// <summary>The function as <c>dotnet publish src/MappingLambda -c Release -o .eksiam/lambda</c> puts it.</summary>
internal static class PublishedFunction
{
    public static string Folder { get; } = Environment.GetEnvironmentVariable("EKSIAM_LAMBDA_DIR") is { Length: > 0 } given
        ? given
        : Path.Combine(Root(new DirectoryInfo(AppContext.BaseDirectory)), ".eksiam", "lambda");

    /// <summary>The same as a native program, as <c>dotnet publish src/MappingLambda -c Release -p:EksIamPackaging=NativeAot -o .eksiam/native</c>
    /// puts it.</summary>
    public static string Native { get; } = Path.Combine(
        Environment.GetEnvironmentVariable("EKSIAM_NATIVE_DIR") is { Length: > 0 } given
            ? given
            : Path.Combine(Root(new DirectoryInfo(AppContext.BaseDirectory)), ".eksiam", "native"),
        "bootstrap");

    private static string Root(DirectoryInfo folder) =>
        File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln")) ? folder.FullName : Root(folder.Parent!);
}
