using Amazon.CDK;
using Constructs;

namespace EksIamCdk.Constructs;

/// <summary>Notes at synth, about what is right but worth knowing. Each ends with an id that stays, as warnings of the CDK have it.</summary>
internal static class Note
{
    public static void Add(IConstruct construct, string id, string message) =>
        Annotations.Of(construct).AddInfo($"{message} [eks-iam-cdk:{id}]");
}
