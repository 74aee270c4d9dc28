using System.Runtime.Versioning;
using EksIamCdk.Constructs.Package;

namespace EksIamCdk.Constructs.Tests.Package;

/// <summary>The function as <c>dotnet publish src/MappingLambda -c Release -p:EksIamPackaging=NativeAot -o .eksiam/native</c> puts it.</summary>
public sealed class NativeProgramTests
{
    private static string Folder =>
        System.Environment.GetEnvironmentVariable("EKSIAM_NATIVE_DIR") ?? Path.Combine(FunctionSources.Find().Root, ".eksiam", "native");

    [Fact]
    public void It_asks_for_no_newer_glibc_than_Lambda_has() =>
        Assert.InRange(NativeToolchain.Glibc(Path.Combine(Folder, "bootstrap"))!, new Version(2, 0), new Version(2, 34));

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void It_is_alone_in_its_package_and_can_be_executed()
    {
        var file = Assert.Single(Directory.GetFileSystemEntries(Folder));
        Assert.Equal("bootstrap", Path.GetFileName(file));
        Assert.True(File.GetUnixFileMode(file).HasFlag(UnixFileMode.OtherExecute));
    }
}
