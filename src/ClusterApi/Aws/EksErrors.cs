using EksIamCdk.ClusterApi.Http;

namespace EksIamCdk.ClusterApi.Aws;

/// <summary>The errors of EKS (https://docs.aws.amazon.com/eks/latest/APIReference/CommonErrors.html).</summary>
internal static class EksErrors
{
    public static (string Code, string Message) Read(Exchange.Answered answered)
    {
        var body = Json.Object(answered.Body);
        var code = answered.ErrorType ?? Json.Text(body?["__type"]) ?? Json.Text(body?["code"]) ?? "";
        // "ResourceNotFoundException:http://…" in the header, "com.amazonaws.eks#ResourceNotFoundException" in the body.
        code = code.Split(':')[0];
        return (code[(code.LastIndexOf('#') + 1)..], Json.Text(body?["message"]) ?? Json.Text(body?["Message"]) ?? "");
    }
}
