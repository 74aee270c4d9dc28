using System.Text.Json;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>Reads an event, bare or wrapped by SNS, or in the record of its death (which may be wrapped itself), as far as is needed to answer it.</summary>
internal static class EnvelopeReader
{
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 256 };

    /// <returns>The envelope, or why the event cannot be answered at all.</returns>
    public static (Envelope? Envelope, Failure? Failure) Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            var whole = Unwrapped(Parse(body));
            var dead = Member(whole, DeathRecord.Event);
            var given = Unwrapped(dead.ValueKind == JsonValueKind.Undefined ? whole : dead);
            if (given.ValueKind != JsonValueKind.Object)
                return (null, Unanswerable($"it is a JSON {given.ValueKind}, not an object"));
            var url = Text(given, "ResponseURL");
            return url is null || !IsHttp(url)
                ? (null, Unanswerable("it has no ResponseURL of https:// or http:// and printable ASCII characters"))
                : (Complete(given, url) with { Death = dead.ValueKind == JsonValueKind.Undefined ? null : DeathRecord.Read(whole) }, null);
        }
        catch (JsonException broken)
        {
            return (null, Unanswerable($"it is no JSON (line {broken.LineNumber + 1}, byte {broken.BytePositionInLine + 1})"));
        }
    }

    private static Envelope Complete(JsonElement given, string url)
    {
        var problems = new ProblemList();
        string Required(string name)
        {
            var text = Text(given, name);
            if (string.IsNullOrEmpty(text))
                problems.Missing(name, "a text");
            return text ?? "";
        }

        return new Envelope
        {
            ResponseUrl = url,
            RequestType = TypeOf(Text(given, "RequestType"), problems),
            StackId = Required("StackId"),
            RequestId = Required("RequestId"),
            LogicalResourceId = Required("LogicalResourceId"),
            ResourceType = Text(given, "ResourceType") ?? "",
            PhysicalResourceId = Text(given, "PhysicalResourceId") ?? "",
            ResourceProperties = Member(given, "ResourceProperties"),
            OldResourceProperties = Member(given, "OldResourceProperties"),
            Problems = problems,
        };
    }

    private static RequestType TypeOf(string? text, ProblemList problems)
    {
        switch (text)
        {
            case "Create":
                return RequestType.Create;
            case "Update":
                return RequestType.Update;
            case "Delete":
                return RequestType.Delete;
            default:
                problems.Add("RequestType", text ?? "", "Create, Update or Delete");
                return RequestType.Create;
        }
    }

    /// <summary>SNS wraps the event of a hub: <c>Records[0].Sns.Message</c> holds it as text.</summary>
    private static JsonElement Unwrapped(JsonElement given)
    {
        if (Member(given, "Records") is not { ValueKind: JsonValueKind.Array } records || records.GetArrayLength() == 0)
            return given;
        var message = Text(Member(records[0], "Sns"), "Message");
        return message is null ? given : Parse(System.Text.Encoding.UTF8.GetBytes(message));
    }

    private static JsonElement Parse(ReadOnlyMemory<byte> json) => JsonDocument.Parse(json, Options).RootElement;

    internal static JsonElement Member(JsonElement owner, string name) => JsonText.Member(owner, name);

    internal static string? Text(JsonElement owner, string name)
    {
        var value = Member(owner, name);
        return value.ValueKind == JsonValueKind.String ? JsonText.Of(value) : null;
    }

    // It is put into a request line as it is: nothing in it may end that line.
    private static bool IsHttp(string url) =>
        (url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) || url.StartsWith("http://", StringComparison.OrdinalIgnoreCase))
        && url.All(c => c is > ' ' and < '\x7f');

    private static Failure Unanswerable(string why) =>
        new(ErrorCode.EventUnreadable, $"The event cannot be read: {why}.", "Send a CloudFormation custom resource request.");
}
