using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Sandbox.Serve.S3;

/// <summary>A bucket that a stack makes or deletes is there, or gone, in S3.</summary>
internal sealed class BucketResources(IResourceProvider native, BucketStore buckets) : IResourceProvider
{
    private const string Type = "AWS::S3::Bucket";

    public async Task<ResourceOutcome> CreateAsync(ResourceTarget target, JsonObject properties, CancellationToken cancellationToken) =>
        Created(target, properties, await native.CreateAsync(target, properties, cancellationToken).ConfigureAwait(false));

    public async Task<ResourceOutcome> UpdateAsync(
        ResourceTarget target, string physicalId, JsonObject properties, JsonObject oldProperties, CancellationToken cancellationToken)
    {
        var outcome = await native.UpdateAsync(target, physicalId, properties, oldProperties, cancellationToken).ConfigureAwait(false);
        if (target.Type != Type || outcome is not ResourceOutcome.Done done)
            return outcome;
        if (done.PhysicalId != physicalId)
            return Created(target, properties, outcome);
        buckets.Change(physicalId, Versioning(properties), Encryption(properties));
        return outcome;
    }

    public async Task<ResourceOutcome> DeleteAsync(
        ResourceTarget target, string physicalId, JsonObject properties, CancellationToken cancellationToken)
    {
        if (target.Type == Type && !buckets.Delete(physicalId))
            return new ResourceOutcome.Failed(
                $"Resource handler returned message: \"The bucket you tried to delete is not empty (Service: S3, Status Code: 409)\" "
                    + $"(RequestToken: {Guid.NewGuid()}, HandlerErrorCode: GeneralServiceException)",
                physicalId);
        return await native.DeleteAsync(target, physicalId, properties, cancellationToken).ConfigureAwait(false);
    }

    private ResourceOutcome Created(ResourceTarget target, JsonObject properties, ResourceOutcome outcome)
    {
        if (target.Type != Type || outcome is not ResourceOutcome.Done done)
            return outcome;
        var key = new RegionalName(target.Pseudo.AccountId, target.Pseudo.Region, done.PhysicalId);
        return buckets.Create(key, Versioning(properties), Encryption(properties))
            ? outcome
            : new ResourceOutcome.Failed(
                $"Resource handler returned message: \"Resource of type 'AWS::S3::Bucket' with identifier '{done.PhysicalId}' already exists.\" "
                    + $"(RequestToken: {Guid.NewGuid()}, HandlerErrorCode: AlreadyExists)",
                null);
    }

    private static string? Versioning(JsonObject properties) => (string?)(properties["VersioningConfiguration"] as JsonObject)?["Status"];

    private static string Encryption(JsonObject properties) =>
        properties["BucketEncryption"]?["ServerSideEncryptionConfiguration"] is JsonArray and [JsonObject rule, ..]
        && (string?)rule["ServerSideEncryptionByDefault"]?["SSEAlgorithm"] is { } algorithm
            ? algorithm
            : "AES256";
}
