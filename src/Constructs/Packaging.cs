namespace EksIamCdk.Constructs;

/// <summary>What the function's program is made of.</summary>
public enum Packaging
{
    /// <summary>For Lambda's managed runtime <c>dotnet10</c>, which AWS patches: the smallest package, the same on every machine that builds it.</summary>
    ReadyToRun,

    /// <summary>
    /// One native program for <c>provided.al2023</c>: it starts several times as fast and takes a third of the memory. .NET is within it, so whoever
    /// deploys keeps it patched. It is built from the sources, on Linux x64 with clang or gcc, or in a container.
    /// </summary>
    NativeAot,
}
