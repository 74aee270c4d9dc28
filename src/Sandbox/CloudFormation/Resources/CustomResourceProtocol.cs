using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <summary>Carries one request to the function behind a ServiceToken, and its answer back.</summary>
internal interface ICustomResourceTransport
{
    /// <summary>Ends with the answer. When the token is cancelled nobody waits any longer; what the function does goes on.</summary>
    Task<CustomResourceReply> SendAsync(CustomResourceRequest request, CancellationToken cancellationToken);
}

/// <summary>One request of CloudFormation, without its ResponseURL.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-requests.html"/></summary>
internal sealed record CustomResourceRequest
{
    public required string ServiceToken { get; init; }

    public required string RequestType { get; init; }

    public required string RequestId { get; init; }

    public required string StackId { get; init; }

    public required string LogicalResourceId { get; init; }

    public required string ResourceType { get; init; }

    public string? PhysicalResourceId { get; init; }

    public required JsonObject ResourceProperties { get; init; }

    public JsonObject? OldResourceProperties { get; init; }

    public JsonObject ToEvent(string responseUrl)
    {
        var json = new JsonObject
        {
            [nameof(RequestType)] = RequestType,
            [nameof(ServiceToken)] = ServiceToken,
            ["ResponseURL"] = responseUrl,
            [nameof(StackId)] = StackId,
            [nameof(RequestId)] = RequestId,
            [nameof(LogicalResourceId)] = LogicalResourceId,
            [nameof(ResourceType)] = ResourceType,
        };
        if (PhysicalResourceId is not null)
            json[nameof(PhysicalResourceId)] = PhysicalResourceId;
        json[nameof(ResourceProperties)] = ResourceProperties.DeepClone();
        if (OldResourceProperties is not null)
            json[nameof(OldResourceProperties)] = OldResourceProperties.DeepClone();
        return json;
    }
}

internal abstract record CustomResourceReply
{
    private CustomResourceReply()
    {
    }

    /// <summary>A body that belongs to the request and is small enough.</summary>
    internal sealed record Answer(JsonObject Body) : CustomResourceReply;

    /// <summary>A body of more than 4096 bytes.</summary>
    internal sealed record TooLong : CustomResourceReply;

    /// <summary>There is no function to send the request to.</summary>
    internal sealed record Undeliverable(string Why) : CustomResourceReply;

    /// <summary>There is no function any more that could answer; CloudFormation would wait for the whole ServiceTimeout.</summary>
    internal sealed record Never(string Why) : CustomResourceReply;
}
