using System.Xml;
using EksIamCdk.ClusterApi.Http;

namespace EksIamCdk.ClusterApi.Aws;

/// <summary>The XML that STS and IAM answer with: its elements that hold text, by name; the first of a name counts.</summary>
internal sealed class QueryResponse
{
    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private readonly Dictionary<string, string> _texts = new(StringComparer.Ordinal);

    private QueryResponse()
    {
    }

    public string? this[string element] => _texts.GetValueOrDefault(element);

    /// <summary>Null when it is not XML.</summary>
    public static QueryResponse? Read(ReadOnlyMemory<byte> body)
    {
        var response = new QueryResponse();
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body.ToArray()), Safe);
            var element = "";
            while (reader.Read())
            {
                if (reader.NodeType is XmlNodeType.Element)
                    element = reader.LocalName;
                else if (reader.NodeType is XmlNodeType.Text)
                    response._texts.TryAdd(element, reader.Value.Trim());
            }
        }
        catch (XmlException)
        {
            return null;
        }

        return response;
    }

    public static (string Code, string Message) ReadError(Exchange.Answered answered)
    {
        var error = Read(answered.Body);
        return (error?["Code"] ?? "", error?["Message"] ?? "");
    }
}
