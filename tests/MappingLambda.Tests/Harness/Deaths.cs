using System.Text.Json.Nodes;
using EksIamCdk.MappingLambda.Protocol;

namespace EksIamCdk.MappingLambda.Tests;

/// <summary>Records of Lambda, as its documentation shows them.
/// <see href="https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html"/></summary>
internal static class Deaths
{
    public const string Crashed = """
        {"errorType": "Runtime.ExitError", "errorMessage": "RequestId: e4b46cbf Error: Runtime exited with error: exit status 134"}
        """;

    /// <param name="given">The event that was delivered.</param>
    /// <param name="response">What the function ended with; null: it was never invoked.</param>
    /// <param name="condition">Why Lambda gave the event up.</param>
    public static JsonObject Of(JsonObject given, string? response, string condition = "RetriesExhausted") => new()
    {
        ["version"] = "1.0",
        ["timestamp"] = "2026-11-14T18:16:05.568Z",
        ["requestContext"] = new JsonObject
        {
            ["requestId"] = "e4b46cbf",
            ["functionArn"] = "arn:aws:lambda:eu-west-1:111122223333:function:mapping:$LATEST",
            ["condition"] = condition,
            ["approximateInvokeCount"] = response is null ? 0 : 1,
        },
        [DeathRecord.Event] = given.DeepClone(),
        ["responseContext"] = response is null
            ? null
            : new JsonObject { ["statusCode"] = 200, ["executedVersion"] = "$LATEST", ["functionError"] = "Unhandled" },
        ["responsePayload"] = response is null ? null : JsonNode.Parse(response),
    };
}
