using System.Reflection;
using System.Security.Cryptography;

namespace EksIamCdk.Constructs.Package;

/// <summary>The published function within this assembly, as <c>dotnet pack</c> puts it there for apps that have no sources.</summary>
internal sealed class EmbeddedFunction
{
    private const string Resource = "function.zip";

    private readonly byte[] _zip;

    private EmbeddedFunction(byte[] zip) => _zip = zip;

    /// <returns>Null in an assembly that was built beside the function's sources.</returns>
    public static EmbeddedFunction? Find()
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream(Resource);
        if (stream is null) return null;
        var zip = new byte[stream.Length];
        stream.ReadExactly(zip);
        return new(zip);
    }

    public string Hash() => Convert.ToHexStringLower(SHA256.HashData(_zip));

    public void Write(string path) => File.WriteAllBytes(path, _zip);
}
