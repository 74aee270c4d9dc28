using System.Text.Json.Nodes;

namespace EksIamCdk.ClusterApi.Tests.Beds;

/// <summary>What a <see cref="RawServer"/> does with a request.</summary>
internal abstract record RawReply
{
    private RawReply()
    {
    }

    /// <summary>A well-formed response.</summary>
    public sealed record Respond(int Code, string Body, string ContentType = "application/json", params string[] Headers) : RawReply;

    /// <summary>These bytes, then the connection is reset.</summary>
    public sealed record Reset(string Bytes = "") : RawReply;

    /// <summary>Nothing, ever.</summary>
    public sealed record Hang : RawReply;

    public static RawReply Object(JsonObject body) => new Respond(200, body.ToJsonString());

    /// <summary>A Kubernetes Status.</summary>
    public static RawReply Status(int code, string reason, string message = "no", JsonObject? details = null, params string[] headers)
    {
        var status = new JsonObject { ["kind"] = "Status", ["apiVersion"] = "v1", ["status"] = "Failure", ["reason"] = reason, ["message"] = message, ["code"] = code };
        if (details is not null)
            status["details"] = details;
        return new Respond(code, status.ToJsonString(), Headers: headers);
    }
}
