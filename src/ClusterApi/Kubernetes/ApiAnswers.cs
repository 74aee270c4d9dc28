using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.ClusterApi.Http;

namespace EksIamCdk.ClusterApi.Kubernetes;

/// <summary>Reads what an API server answered (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/status/).</summary>
internal static class ApiAnswers
{
    private const int LongestPlainText = 300;

    public static ApiAnswer Of(Exchange exchange) => exchange switch
    {
        Exchange.Failed failed => new ApiAnswer.NoAnswer(failed.Fault, failed.What),
        Exchange.Answered answered => Of(answered, Json.Object(answered.Body)),
        _ => throw new UnreachableException(),
    };

    private static ApiAnswer Of(Exchange.Answered answered, JsonObject? body) => answered.Status switch
    {
        < 300 when body is null =>
            new ApiAnswer.NoAnswer(TransportFault.UnreadableAnswer, $"it answered {answered.Status} with something that is not a JSON object"),
        < 300 => new ApiAnswer.Ok(body),
        _ when body is not null && Json.Text(body["kind"]) == "Status" => Refused(answered, body),
        _ => new ApiAnswer.Refused(answered.Status, "", PlainText(answered), null, answered.RetryAfter),
    };

    private static ApiAnswer.Refused Refused(Exchange.Answered answered, JsonObject status)
    {
        var details = status["details"] as JsonObject;
        var seconds = details?["retryAfterSeconds"] is JsonValue value && value.TryGetValue(out int number) && number > 0 ? number : 0;
        return new(answered.Status, Json.Text(status["reason"]) ?? "", Json.Text(status["message"]) ?? "", details,
            answered.RetryAfter ?? (seconds > 0 ? TimeSpan.FromSeconds(seconds) : null));
    }

    // What stands in front of an API server answers in pages; only plain words go into a message.
    private static string PlainText(Exchange.Answered answered)
    {
        if (answered.MediaType is not "text/plain")
            return "";
        var text = Encoding.UTF8.GetString(answered.Body.Span[..Math.Min(answered.Body.Length, LongestPlainText)]);
        return string.Join(' ', text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }
}
