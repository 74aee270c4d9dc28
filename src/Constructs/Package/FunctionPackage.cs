using System.IO.Compression;
using Amazon.CDK;
using Amazon.CDK.AWS.S3.Assets;
using Constructs;

namespace EksIamCdk.Constructs.Package;

/// <summary>
/// The function's code as one small zip. An assembly made by <c>dotnet pack</c> has it within; else it is published from its sources, by the
/// .NET SDK of this machine or by the SDK's image where there is none, and named by a hash of them, so that unchanged sources are neither
/// published nor deployed again.
/// </summary>
public static class FunctionPackage
{
    private const string SdkImage = "mcr.microsoft.com/dotnet/sdk:10.0";

    // Amazon Linux 2023, as Lambda has it, with the SDK and a linker.
    private const string NativeImage = "public.ecr.aws/sam/build-dotnet10:latest-x86_64";

    // In the container the sources are copied first: its build must not write into the folders of this machine's build.
    private const string CopyInContainer = "mkdir /tmp/work && cp -r src global.json .editorconfig Directory.*.props /tmp/work && cd /tmp/work";

    /// <summary>The name of the zip, which changes whenever the function does.</summary>
    /// <param name="packaging">Which one.</param>
    /// <exception cref="InvalidOperationException">This machine has neither the function nor its sources.</exception>
    public static string Key(Packaging packaging = Packaging.ReadyToRun) =>
        $"{Embedded(PackageForm.Of(packaging))?.Hash() ?? FunctionSources.Find().Hash(packaging)}.zip";

    /// <summary>Writes the zip to a folder, for upload to the buckets that a fleet or a plain template takes it from.</summary>
    /// <param name="folder">The folder, which is made where it is missing.</param>
    /// <param name="packaging">Which one.</param>
    /// <returns>The path of the zip: <see cref="Key"/> in that folder.</returns>
    /// <exception cref="InvalidOperationException">This machine has neither the function nor its sources, or cannot build them.</exception>
    public static string Write(string folder, Packaging packaging = Packaging.ReadyToRun)
    {
        var form = PackageForm.Of(packaging);
        var zip = Path.Combine(Directory.CreateDirectory(folder).FullName, Key(packaging));
        if (Embedded(form) is { } embedded)
        {
            embedded.Write(zip);
            return zip;
        }

        var published = Directory.CreateTempSubdirectory("eks-iam-cdk-package-").FullName;
        try
        {
            if (form.IsNative) NativeToolchain.IsHere(System.Environment.GetEnvironmentVariable("PATH") ?? "", docker: null);
            if (!new DotnetPublish(FunctionSources.Find().Root, form).Publish(published))
            {
                throw new InvalidOperationException("The function is published by the .NET SDK, which is not on the PATH: install .NET 10.");
            }

            File.Delete(zip);
            ZipFile.CreateFromDirectory(published, zip);
            return zip;
        }
        finally
        {
            Directory.Delete(published, recursive: true);
        }
    }

    /// <param name="scope">The construct that the asset is made in.</param>
    /// <param name="id">The asset's id.</param>
    /// <param name="packaging">Which package.</param>
    /// <param name="published">A folder that holds the published function already, or null.</param>
    internal static Asset Asset(Construct scope, string id, Packaging packaging, string? published)
    {
        var form = PackageForm.Of(packaging);
        if (published is not null)
        {
            return new Asset(scope, id, new AssetProps { Path = published });
        }

        if (Embedded(form) is { } embedded)
        {
            // CDK copies the file at once.
            var folder = Directory.CreateTempSubdirectory("eks-iam-cdk-package-").FullName;
            var zip = Path.Combine(folder, Key());
            embedded.Write(zip);
            var asset = new Asset(scope, id, new AssetProps { Path = zip });
            Directory.Delete(folder, recursive: true);
            return asset;
        }

        var sources = FunctionSources.Find();
        return new Asset(scope, id, new AssetProps
        {
            Path = sources.Root,
            AssetHashType = AssetHashType.CUSTOM,
            AssetHash = sources.Hash(packaging),
            Bundling = new BundlingOptions
            {
                Local = new DotnetPublish(sources.Root, form),
                Image = DockerImage.FromRegistry(form.IsNative ? NativeImage : SdkImage),
                Command = ["bash", "-c", $"{CopyInContainer} && {form.Command} --configuration Release --output /asset-output"],
                Environment = new Dictionary<string, string> { ["DOTNET_CLI_HOME"] = "/tmp", ["NUGET_PACKAGES"] = "/tmp/packages" },
            },
        });
    }

    // The library's package holds no native program.
    private static EmbeddedFunction? Embedded(PackageForm form) => form.IsNative ? null : EmbeddedFunction.Find();
}
