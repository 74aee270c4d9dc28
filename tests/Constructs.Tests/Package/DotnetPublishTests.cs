using Amazon.CDK;
using EksIamCdk.Constructs.Package;

namespace EksIamCdk.Constructs.Tests.Package;

public sealed class DotnetPublishTests
{
    [Fact]
    public void A_publish_that_fails_says_why_and_leaves_nothing_that_could_be_taken_for_a_package()
    {
        var root = Directory.CreateTempSubdirectory("eks-iam-cdk-no-sources-").FullName;
        var output = Directory.CreateDirectory(Path.Combine(root, "asset.1")).FullName;

        var error = Assert.Throws<InvalidOperationException>(() => new DotnetPublish(root).TryBundle(output, new BundlingOptions()));

        Assert.StartsWith("dotnet publish src/MappingLambda failed with exit code 1:\n", error.Message, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(output));
        Directory.Delete(root, recursive: true);
    }
}
