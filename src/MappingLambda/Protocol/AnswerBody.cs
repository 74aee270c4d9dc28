using System.Text.Encodings.Web;
using System.Text.Json;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>An answer as CloudFormation takes it: JSON of at most 4096 bytes.</summary>
/// <remarks><see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html">Custom resource
/// response objects</see>. What is too long is cut in the middle of Reason, so that its beginning and its code stay; when that is
/// not enough, Data goes.</remarks>
internal static class AnswerBody
{
    public const int MaxBytes = 4096;

    private const string Cut = " […] ";

    /// <summary>A Reason is not cut below this many characters while there is Data that could go instead.</summary>
    private const int ShortestReason = 400;

    // Text stays as it is where JSON allows it: an escape costs six bytes. The body is never put into HTML.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static byte[] Of(Envelope envelope, Answer answer)
    {
        var reason = answer.Failure?.Reason ?? "";
        return Fitted(envelope, answer, answer.Data, reason, Math.Min(ShortestReason, reason.Length))
            ?? Fitted(envelope, answer, new Dictionary<string, string>(), reason, shortest: 0)
            ?? Written(envelope, answer, new Dictionary<string, string>(), "");
    }

    /// <summary>The body with the longest Reason that fits, or null when not even the shortest does.</summary>
    private static byte[]? Fitted(
        Envelope envelope, Answer answer, IReadOnlyDictionary<string, string> data, string reason, int shortest)
    {
        var whole = Written(envelope, answer, data, reason);
        if (whole.Length <= MaxBytes)
            return whole;

        byte[]? best = null;
        int low = shortest, high = reason.Length - 1;
        while (low <= high)
        {
            var middle = low + ((high - low) / 2);
            var body = Written(envelope, answer, data, InTheMiddle(reason, middle));
            if (body.Length <= MaxBytes)
                (best, low) = (body, middle + 1);
            else
                high = middle - 1;
        }

        return best;
    }

    /// <summary>Keeps <paramref name="length"/> characters, one half from each end; never half a surrogate pair.</summary>
    private static string InTheMiddle(string text, int length)
    {
        var head = (length + 1) / 2;
        var tail = text.Length - (length - head);
        if (head > 0 && char.IsHighSurrogate(text[head - 1]))
            head--;
        if (tail < text.Length && char.IsLowSurrogate(text[tail]))
            tail++;
        return string.Concat(text.AsSpan(0, head), Cut, text.AsSpan(tail));
    }

    private static byte[] Written(Envelope envelope, Answer answer, IReadOnlyDictionary<string, string> data, string reason)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, Options))
        {
            json.WriteStartObject();
            json.WriteString("Status", answer.Succeeded ? "SUCCESS" : "FAILED");
            if (!answer.Succeeded)
                json.WriteString("Reason", reason);
            json.WriteString("PhysicalResourceId", answer.PhysicalResourceId);
            json.WriteString("StackId", envelope.StackId);
            json.WriteString("RequestId", envelope.RequestId);
            json.WriteString("LogicalResourceId", envelope.LogicalResourceId);
            if (data.Count > 0)
            {
                json.WriteStartObject("Data");
                foreach (var (name, value) in data)
                    json.WriteString(name, value);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return buffer.ToArray();
    }
}
