using System.Text.Json;
using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>The protocols that speak JSON. <see href="https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html"/></summary>
internal static class JsonProtocol
{
    public const string ContentType = "application/x-amz-json-1.1";

    /// <summary>The operation that the header X-Amz-Target names: what follows its last dot.</summary>
    public static string Operation(AwsRequest request) => (request.Header("X-Amz-Target") ?? "").Split('.')[^1];

    /// <exception cref="AwsErrorException">The body is no JSON object.</exception>
    public static JsonObject Read(AwsRequest request)
    {
        try
        {
            return request.Body.Length == 0 ? [] : JsonNode.Parse(request.Body) as JsonObject ?? throw NotRead();
        }
        catch (JsonException)
        {
            throw NotRead();
        }
    }

    public static AwsAnswer Result(JsonObject body) => AwsAnswer.Json(200, body, ContentType);

    public static AwsAnswer Error(AwsErrorException error, string contentType = ContentType) =>
        AwsAnswer.Json(error.Status, new JsonObject { ["__type"] = error.Code, ["message"] = error.Message }, contentType)
            .With("x-amzn-ErrorType", error.Code);

    public static AwsErrorException Refusal(SignatureFault fault) => fault switch
    {
        SignatureFault.Missing => new("MissingAuthenticationTokenException", "Missing Authentication Token", 403),
        SignatureFault.UnknownKey => new("UnrecognizedClientException", "The security token included in the request is invalid.", 403),
        SignatureFault.TooOld =>
            new("InvalidSignatureException", "Signature expired: the time of the request is too far from the time of this server.", 403),
        _ => new("InvalidSignatureException", "The request signature we calculated does not match the signature you provided.", 403),
    };

    private static AwsErrorException NotRead() => new("SerializationException", "The body is not a JSON object.");
}
