using System.Runtime.InteropServices;
using System.Text;
using System.Text.RegularExpressions;

namespace EksIamCdk.Constructs.Package;

/// <summary>What it takes to make a native program that Lambda can start.</summary>
internal static partial class NativeToolchain
{
    /// <summary>That of Amazon Linux 2023. <see href="https://docs.aws.amazon.com/linux/al2023/ug/compare-with-al2.html"/></summary>
    private static readonly Version s_glibc = new(2, 34);

    /// <summary>Whether this machine has it, else a container is to be used.</summary>
    /// <param name="path">The folders of programs, as PATH has them.</param>
    /// <param name="docker">The program that runs containers; null when none shall be used.</param>
    /// <exception cref="InvalidOperationException">There is neither.</exception>
    public static bool IsHere(string path, string? docker)
    {
        var missing = !OperatingSystem.IsLinux() || RuntimeInformation.OSArchitecture != Architecture.X64
            ? $"this machine is {RuntimeInformation.OSDescription} ({RuntimeInformation.OSArchitecture}), not Linux x64"
            : Has("clang") || Has("gcc") ? null : "this machine has neither clang nor gcc (Debian: apt-get install clang zlib1g-dev)";
        if (missing is null || (docker is not null && Has(docker))) return missing is null;
        throw new InvalidOperationException(
            $"The native function cannot be built: {missing}. Install that, or Docker, in which cdk synth builds it then; or publish it elsewhere "
            + "(dotnet publish src/MappingLambda -c Release -p:EksIamPackaging=NativeAot -o DIR) and give that folder as PackageDirectory.");

        bool Has(string program) =>
            path.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries).Any(folder => File.Exists(Path.Combine(folder, program)));
    }

    /// <exception cref="InvalidOperationException">The program asks for a newer C library than Lambda has.</exception>
    public static void Check(string program)
    {
        if (Glibc(program) is { } asked && asked > s_glibc)
        {
            throw new InvalidOperationException(
                $"The native function asks for glibc {asked}, and provided.al2023 has {s_glibc}: build it on Amazon Linux 2023 or Debian 12, "
                + "and give its folder as PackageDirectory.");
        }
    }

    /// <summary>The newest version of glibc that a program asks for, by the names of versions in its string table.</summary>
    public static Version? Glibc(string program) =>
        GlibcVersion().Matches(Encoding.Latin1.GetString(File.ReadAllBytes(program))).Select(match => Version.Parse(match.Groups[1].Value)).Max();

    [GeneratedRegex(@"\0GLIBC_(2\.[0-9]{1,2})(?=[.\0])")]
    private static partial Regex GlibcVersion();
}
