using System.Buffers.Text;
using System.Text;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>The tokens of the function: whose process it is stands in the access key.</summary>
internal static class Tokens
{
    private const string Prefix = "k8s-aws-v1.";
    private const string Key = "X-Amz-Credential=";

    public static KubernetesUser? Read(string token) =>
        token.StartsWith(Prefix, StringComparison.Ordinal) ? new KubernetesUser("eks-iam-cdk", "eks-iam-cdk", ["system:masters"]) : null;

    /// <returns>The access key id in an Authorization header; null when it is not the function's.</returns>
    public static string? AccessKeyOf(string authorization)
    {
        var at = authorization.IndexOf(Prefix, StringComparison.Ordinal);
        if (at < 0)
            return null;
        var url = Encoding.ASCII.GetString(Base64Url.DecodeFromChars(authorization.AsSpan(at + Prefix.Length)));
        var from = url.IndexOf(Key, StringComparison.Ordinal) + Key.Length;
        return url[from..url.IndexOf("%2F", from, StringComparison.Ordinal)];
    }
}
