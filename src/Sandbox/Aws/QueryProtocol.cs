using System.Text;
using System.Xml.Linq;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>The query protocol: a form goes in, XML comes out.
/// <see href="https://smithy.io/2.0/aws/protocols/aws-query-protocol.html"/></summary>
internal sealed class QueryProtocol(string @namespace)
{
    private readonly XNamespace _xml = @namespace;

    /// <summary>The parameters of a request: those of the query, and those of the form in its body.</summary>
    public static QueryParameters Read(AwsRequest request) => new(
        [.. request.Query, .. SignedRequest.ReadQuery(Encoding.UTF8.GetString(request.Body).Replace("+", "%20", StringComparison.Ordinal))]);

    public AwsAnswer Result(string action, params IEnumerable<XElement?> result) => AwsAnswer.Xml(
        200,
        Named(new XElement(
            $"{action}Response",
            new XElement($"{action}Result", result),
            new XElement("ResponseMetadata", new XElement("RequestId", Guid.NewGuid())))));

    public AwsAnswer Error(AwsErrorException error) => AwsAnswer.Xml(
        error.Status,
        Named(new XElement(
            "ErrorResponse",
            new XElement(
                "Error",
                new XElement("Type", error.Status < 500 ? "Sender" : "Receiver"),
                new XElement("Code", error.Code),
                new XElement("Message", error.Message)),
            new XElement("RequestId", Guid.NewGuid()))));

    /// <summary><see href="https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html"/></summary>
    public static AwsErrorException Refusal(SignatureFault fault) => fault switch
    {
        SignatureFault.Missing => new("MissingAuthenticationToken", "Request is missing Authentication Token", 403),
        SignatureFault.UnknownKey => new("InvalidClientTokenId", "The security token included in the request is invalid.", 403),
        SignatureFault.TooOld => new(
            "SignatureDoesNotMatch", "Signature expired: the time of the request is too far from the time of this server.", 403),
        _ => new(
            "SignatureDoesNotMatch",
            "The request signature we calculated does not match the signature you provided. "
                + "Check your AWS Secret Access Key and signing method. Consult the service documentation for details.",
            403),
    };

    private XElement Named(XElement element)
    {
        foreach (var each in element.DescendantsAndSelf())
            each.Name = _xml + each.Name.LocalName;
        return element;
    }
}
