using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <summary>Custom resources: the function behind ServiceToken is asked, and what it answers is taken as CloudFormation takes it.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/crpg-ref-responses.html"/></summary>
internal sealed class CustomResources(ICustomResourceTransport transport, TimeProvider time) : IResourceProvider
{
    private const int LongestPhysicalId = 1024;

    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(3600);

    private readonly ConcurrentDictionary<string, int> _asked = new(StringComparer.Ordinal);

    public Task<ResourceOutcome> CreateAsync(ResourceTarget target, JsonObject properties, CancellationToken cancellationToken) =>
        AskAsync(Request(target, "Create", properties), target, cancellationToken);

    public Task<ResourceOutcome> UpdateAsync(
        ResourceTarget target, string physicalId, JsonObject properties, JsonObject oldProperties, CancellationToken cancellationToken) =>
        AskAsync(
            Request(target, "Update", properties) with { PhysicalResourceId = physicalId, OldResourceProperties = Text(oldProperties) },
            target,
            cancellationToken);

    public Task<ResourceOutcome> DeleteAsync(
        ResourceTarget target, string physicalId, JsonObject properties, CancellationToken cancellationToken) =>
        AskAsync(Request(target, "Delete", properties) with { PhysicalResourceId = physicalId }, target, cancellationToken);

    private async Task<ResourceOutcome> AskAsync(CustomResourceRequest request, ResourceTarget target, CancellationToken cancellationToken)
    {
        try
        {
            var sending = transport.SendAsync(request, cancellationToken);
            return await sending.WaitAsync(Timeout(request.ResourceProperties), time, cancellationToken).ConfigureAwait(false) switch
            {
                CustomResourceReply.Answer answer => Read(answer.Body, request, target),
                CustomResourceReply.TooLong =>
                    new ResourceOutcome.Failed("Response object is too long.", IdOrMadeUp(null, request, target)),
                CustomResourceReply.Undeliverable undeliverable =>
                    new ResourceOutcome.Failed(undeliverable.Why, request.PhysicalResourceId),
                CustomResourceReply.Never never =>
                    NoAnswer(request, target, $" (the sandbox does not wait for the ServiceTimeout: {never.Why})"),
                _ => throw new System.Diagnostics.UnreachableException(),
            };
        }
        catch (TimeoutException)
        {
            return NoAnswer(request, target, "");
        }
    }

    private static ResourceOutcome Read(JsonObject body, CustomResourceRequest request, ResourceTarget target)
    {
        var given = TemplateReader.Text(body["PhysicalResourceId"]);
        var id = IdOrMadeUp(given, request, target);
        var wellFormed = given is { Length: > 0 } && Encoding.UTF8.GetByteCount(given) <= LongestPhysicalId;
        if (TemplateReader.Text(body["Status"]) == "SUCCESS")
        {
            var data = body["Data"]?.DeepClone() as JsonObject ?? [];
            return given is { Length: > 0 } && !wellFormed
                ? new ResourceOutcome.Failed("Invalid PhysicalResourceId", id)
                : new ResourceOutcome.Done(id, data, TemplateReader.Text(body["NoEcho"]) == "true");
        }
        // A failed answer without an id hides its own reason.
        var reason = wellFormed ? TemplateReader.Text(body["Reason"]) ?? "" : "Invalid PhysicalResourceId";
        return new ResourceOutcome.Failed(
            $"Received response status [FAILED] from custom resource. Message returned: {reason} (RequestId: {request.RequestId})", id);
    }

    private static ResourceOutcome.Failed NoAnswer(CustomResourceRequest request, ResourceTarget target, string note) => new(
        "CloudFormation did not receive a response from your Custom Resource. "
            + $"Please check your logs for requestId [{request.RequestId}].{note}",
        IdOrMadeUp(null, request, target));

    private static string IdOrMadeUp(string? given, CustomResourceRequest request, ResourceTarget target) =>
        given is { Length: > 0 }
            ? given
            : request.PhysicalResourceId ?? $"{target.Pseudo.StackName}-{target.LogicalId}-{NativeType.RandomText(12)}";

    private CustomResourceRequest Request(ResourceTarget target, string requestType, JsonObject properties) => new()
    {
        ServiceToken = TemplateReader.Text(properties["ServiceToken"]) ?? "",
        RequestType = requestType,
        RequestId = RequestId(target, requestType),
        StackId = target.Pseudo.StackId,
        LogicalResourceId = target.LogicalId,
        ResourceType = target.Type,
        ResourceProperties = Text(properties),
    };

    private static JsonObject Text(JsonObject properties) => (JsonObject)PropertyText.Of(properties)!;

    /// <summary>The same when the same operation is tried again: CloudFormation reuses it.</summary>
    private string RequestId(ResourceTarget target, string requestType)
    {
        var name = $"{target.Operation}|{target.Pseudo.StackName}|{target.LogicalId}|{requestType}";
        var times = _asked.AddOrUpdate(name, 1, (_, before) => before + 1);
        return new Guid(SHA256.HashData(Encoding.UTF8.GetBytes($"{name}|{times}")).AsSpan(0, 16))
            .ToString("D", CultureInfo.InvariantCulture);
    }

    /// <summary>One second to an hour.</summary>
    private static TimeSpan Timeout(JsonObject properties)
    {
        var given = TemplateReader.Text(properties["ServiceTimeout"]);
        return double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 1 and <= 3600
            ? TimeSpan.FromSeconds(seconds)
            : DefaultTimeout;
    }
}
