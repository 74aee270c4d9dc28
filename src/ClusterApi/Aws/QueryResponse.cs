using System.Xml;
using EksIamCdk.ClusterApi.Http;

namespace EksIamCdk.ClusterApi.Aws;

/// <summary>The XML that STS and IAM answer with: its elements that hold text, by name.</summary>
internal sealed class QueryResponse
{
    private static readonly XmlReaderSettings Safe = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null };

    private readonly List<(string Parent, string Element, string Text)> _texts = [];

    private QueryResponse()
    {
    }

    /// <summary>The first of a name; null when there is none.</summary>
    public string? this[string element] => _texts.Find(one => one.Element == element).Text;

    /// <summary>All of a name that stand directly in elements of another: the items of a list are <c>member</c>.</summary>
    public IReadOnlyList<string> All(string parent, string element) =>
        [.. _texts.Where(one => one.Parent == parent && one.Element == element).Select(one => one.Text)];

    /// <summary>Null when it is not XML.</summary>
    public static QueryResponse? Read(ReadOnlyMemory<byte> body)
    {
        var response = new QueryResponse();
        try
        {
            using var reader = XmlReader.Create(new MemoryStream(body.ToArray()), Safe);
            var open = new List<string> { "" };
            while (reader.Read())
            {
                if (reader.NodeType is XmlNodeType.Element)
                {
                    open.RemoveRange(reader.Depth + 1, open.Count - reader.Depth - 1);
                    open.Add(reader.LocalName);
                }
                else if (reader.NodeType is XmlNodeType.Text)
                {
                    response._texts.Add((open[reader.Depth - 1], open[reader.Depth], reader.Value.Trim()));
                }
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
