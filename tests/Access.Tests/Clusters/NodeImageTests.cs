using EksIamCdk.Access.Clusters;

namespace EksIamCdk.Access.Tests.Clusters;

public sealed class NodeImageTests
{
    [Theory]
    [InlineData("m7g.large", "AL2023_ARM_64_STANDARD")]
    [InlineData("t4g.micro", "AL2023_ARM_64_STANDARD")]
    [InlineData("c6gn.16xlarge", "AL2023_ARM_64_STANDARD")]
    [InlineData("im4gn.large", "AL2023_ARM_64_STANDARD")]
    [InlineData("a1.medium", "AL2023_ARM_64_STANDARD")]
    [InlineData("x2gd.metal", "AL2023_ARM_64_STANDARD")]
    [InlineData("m7i-flex.large", "AL2023_x86_64_STANDARD")]
    [InlineData("t3.medium", "AL2023_x86_64_STANDARD")]
    [InlineData("c7a.metal-48xl", "AL2023_x86_64_STANDARD")]
    [InlineData("u-12tb1.112xlarge", "AL2023_x86_64_STANDARD")]
    [InlineData("g5.xlarge", "AL2023_x86_64_NVIDIA")]
    [InlineData("g4dn.xlarge", "AL2023_x86_64_NVIDIA")]
    [InlineData("p5.48xlarge", "AL2023_x86_64_NVIDIA")]
    [InlineData("trn1n.32xlarge", "AL2023_x86_64_NEURON")]
    [InlineData("inf2.xlarge", "AL2023_x86_64_NEURON")]
    public void The_image_follows_from_the_instance_type(string type, string image)
    {
        Assert.True(NodeImage.IsInstanceType(type));
        Assert.Equal(image, NodeImage.Of(type));
    }

    [Theory]
    [InlineData("large")]
    [InlineData("M7g.large")]
    [InlineData("m7g")]
    [InlineData("m7g.large ")]
    public void Other_texts_are_no_instance_types(string text) => Assert.False(NodeImage.IsInstanceType(text));
}
