using System.Text.RegularExpressions;

namespace EksIamCdk.Access.Clusters;

/// <summary>
/// The image that the instance types of a node group boot, Amazon Linux 2023 in all cases: by the processor, and by the accelerator. Source of
/// the names: https://docs.aws.amazon.com/ec2/latest/instancetypes/instance-type-names.html.
/// </summary>
public static partial class NodeImage
{
    private const string Arm = "AL2023_ARM_64_STANDARD";

    /// <summary>Whether the text has the form of an instance type, such as <c>m7g.large</c>.</summary>
    public static bool IsInstanceType(string text) => InstanceType.IsMatch(text);

    /// <summary>The AMI type of one instance type.</summary>
    public static string Of(string instanceType)
    {
        var match = InstanceType.Match(instanceType);
        var (family, generation, options) = (match.Groups["family"].Value, match.Groups["generation"].Value, match.Groups["options"].Value);
        return family switch
        {
            // Graviton: the first generation is a family of its own, the later ones say "g" after the generation.
            "a" when generation == "1" => Arm,
            _ when options.StartsWith('g') => Arm,
            "g" or "gr" or "p" => "AL2023_x86_64_NVIDIA",
            "inf" or "trn" => "AL2023_x86_64_NEURON",
            _ => "AL2023_x86_64_STANDARD",
        };
    }

    [GeneratedRegex(@"\A(?<family>[a-z]+)-?(?<generation>[0-9]+)(?<options>[a-z-]*)[a-z0-9-]*\.[a-z0-9-]+\z")]
    private static partial Regex InstanceType { get; }
}
