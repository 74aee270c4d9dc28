using System.Xml.Linq;
using EksIamCdk.Sandbox.Aws;

namespace EksIamCdk.Sandbox.Serve.S3;

/// <summary>The XML of S3.</summary>
internal static class S3Xml
{
    public const string ContentType = "application/xml";

    public static readonly XNamespace Namespace = "http://s3.amazonaws.com/doc/2006-03-01/";

    public static AwsAnswer Answer(XElement body)
    {
        foreach (var each in body.DescendantsAndSelf())
            each.Name = Namespace + each.Name.LocalName;
        return AwsAnswer.Xml(200, body) with { ContentType = ContentType };
    }

    /// <exception cref="AwsErrorException">The body is not XML.</exception>
    public static XElement Read(byte[] body)
    {
        try
        {
            return XElement.Load(new MemoryStream(body));
        }
        catch (System.Xml.XmlException)
        {
            throw new AwsErrorException(
                "MalformedXML", "The XML you provided was not well-formed or did not validate against our published schema");
        }
    }

    /// <summary>Texts of all elements of that name, whatever their namespace.</summary>
    public static IEnumerable<string> Texts(XElement body, string name) =>
        body.Descendants().Where(element => element.Name.LocalName == name).Select(element => element.Value);

    public static AwsErrorException NotImplemented(S3Request request) => new(
        "NotImplemented",
        $"The sandbox does not serve this: {request.Method} of {(request.Key.Length == 0 ? "a bucket" : "an object")} "
            + $"({string.Join(", ", request.Http.Query.Select(pair => pair.Key))})",
        501);
}
