using EksIamCdk.Constructs.Package;

namespace EksIamCdk.Constructs.Tests.Package;

public sealed class NativeToolchainTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("eks-iam-cdk-native-").FullName;

    [Fact]
    public void Without_linker_and_container_it_says_what_to_install_and_what_else_can_be_done()
    {
        var error = Assert.Throws<InvalidOperationException>(() => NativeToolchain.IsHere(_folder, "docker"));

        Assert.Equal(
            "The native function cannot be built: this machine has neither clang nor gcc (Debian: apt-get install clang zlib1g-dev). Install that, "
            + "or Docker, in which cdk synth builds it then; or publish it elsewhere "
            + "(dotnet publish src/MappingLambda -c Release -p:EksIamPackaging=NativeAot -o DIR) and give that folder as PackageDirectory.",
            error.Message);
    }

    [Theory]
    [InlineData("docker", false)]
    [InlineData("gcc", true)]
    public void Without_linker_it_is_left_to_a_container(string program, bool here)
    {
        File.WriteAllText(Path.Combine(_folder, program), "");

        Assert.Equal(here, NativeToolchain.IsHere($"/nowhere{Path.PathSeparator}{_folder}", "docker"));
    }

    [Theory]
    [InlineData("\0libc.so.6\0GLIBC_2.2.5\0GLIBC_2.34\0", null)]
    [InlineData("\0GLIBC_2.17\0GLIBC_2.38\0", "2.38")]
    public void A_program_that_Lambda_could_not_start_is_no_package(string strings, string? asked)
    {
        var program = Path.Combine(_folder, "bootstrap");
        File.WriteAllText(program, $"ELF{strings}");

        var error = Record.Exception(() => NativeToolchain.Check(program));

        Assert.Equal(
            asked is null ? null : $"The native function asks for glibc {asked}, and provided.al2023 has 2.34: build it on Amazon Linux 2023 or "
                + "Debian 12, and give its folder as PackageDirectory.",
            error?.Message);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
