using Amazon.CDK;
using EksIamCdk.Constructs.Package;

namespace EksIamCdk.Constructs.Tests.Package;

public sealed class DotnetPublishTests
{
    [Theory]
    [InlineData(Packaging.ReadyToRun, "dotnet publish src/MappingLambda")]
    [InlineData(Packaging.NativeAot, "dotnet publish src/MappingLambda -p:EksIamPackaging=NativeAot")]
    public void A_publish_that_fails_says_why_and_leaves_nothing_that_could_be_taken_for_a_package(Packaging packaging, string command)
    {
        var root = Directory.CreateTempSubdirectory("eks-iam-cdk-no-sources-").FullName;
        var output = Directory.CreateDirectory(Path.Combine(root, "asset.1")).FullName;

        var error = Assert.Throws<InvalidOperationException>(() => new DotnetPublish(root, PackageForm.Of(packaging)).TryBundle(output, new BundlingOptions()));

        Assert.StartsWith($"{command} failed with exit code 1:\n", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(output));
        Directory.Delete(root, recursive: true);
    }
}
