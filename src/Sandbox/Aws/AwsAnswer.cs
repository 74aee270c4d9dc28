using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>What a service answers.</summary>
internal sealed record AwsAnswer(int Status, string ContentType, byte[] Body)
{
    private const string XmlDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    public IReadOnlyList<KeyValuePair<string, string>> Headers { get; init; } = [];

    public static AwsAnswer Json(int status, JsonObject body, string contentType = "application/json") =>
        new(status, contentType, Encoding.UTF8.GetBytes(body.ToJsonString()));

    public static AwsAnswer Xml(int status, XElement body) =>
        new(status, "text/xml", Encoding.UTF8.GetBytes(XmlDeclaration + body.ToString(SaveOptions.DisableFormatting)));

    public AwsAnswer With(string header, string value) => this with { Headers = [.. Headers, KeyValuePair.Create(header, value)] };

    /// <summary>As XML and the query protocol write it.</summary>
    public static string Time(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
