using Amazon.CDK;
using Amazon.CDK.AWS.S3.Assets;
using Constructs;

namespace EksIamCdk.Constructs.Package;

/// <summary>
/// The function's code as one small asset: published from its sources by the .NET SDK of this machine, or by the SDK's image where there is
/// none. The asset is named by a hash of the sources, so that unchanged sources are neither published nor deployed again.
/// </summary>
internal static class FunctionPackage
{
    private const string SdkImage = "mcr.microsoft.com/dotnet/sdk:10.0";

    // In the container the sources are copied first: its build must not write into the folders of this machine's build.
    private const string PublishInContainer =
        "mkdir /tmp/work && cp -r src global.json .editorconfig Directory.*.props /tmp/work && cd /tmp/work && "
        + "dotnet publish src/MappingLambda --configuration Release --output /asset-output";

    /// <param name="scope">The construct that the asset is made in.</param>
    /// <param name="id">The asset's id.</param>
    /// <param name="published">A folder that holds the published function already, or null.</param>
    public static Asset Asset(Construct scope, string id, string? published)
    {
        if (published is not null)
        {
            return new Asset(scope, id, new AssetProps { Path = published });
        }

        var sources = FunctionSources.Find(AppContext.BaseDirectory);
        return new Asset(scope, id, new AssetProps
        {
            Path = sources.Root,
            AssetHashType = AssetHashType.CUSTOM,
            AssetHash = sources.Hash(),
            Bundling = new BundlingOptions
            {
                Local = new DotnetPublish(sources.Root),
                Image = DockerImage.FromRegistry(SdkImage),
                Command = ["bash", "-c", PublishInContainer],
                Environment = new Dictionary<string, string> { ["DOTNET_CLI_HOME"] = "/tmp", ["NUGET_PACKAGES"] = "/tmp/packages" },
            },
        });
    }
}
