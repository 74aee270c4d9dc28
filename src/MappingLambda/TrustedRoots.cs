using System.Security.Cryptography.X509Certificates;

namespace EksIamCdk.MappingLambda;

/// <summary>The certificate authorities of this machine. .NET reads them all before it looks at the first certificate of a server, whoever has
/// signed that one; it takes longer than all else about the first connection.</summary>
internal static class TrustedRoots
{
    /// <summary>Reads them beside everything else. They are kept for the whole process; where they cannot be read now, they are later.</summary>
    public static void ReadAhead() => _ = Task.Run(() =>
    {
        using var roots = new X509Store(StoreName.Root, StoreLocation.LocalMachine);
        roots.Open(OpenFlags.ReadOnly);
        foreach (var root in roots.Certificates)
            root.Dispose();
    });
}
