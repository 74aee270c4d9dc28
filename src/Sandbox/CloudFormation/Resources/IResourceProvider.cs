using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;

namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <summary>Makes, changes and takes away resources of one sort.</summary>
internal interface IResourceProvider
{
    /// <exception cref="OperationCanceledException">CloudFormation does not wait any longer; the work may go on.</exception>
    Task<ResourceOutcome> CreateAsync(ResourceTarget target, JsonObject properties, CancellationToken cancellationToken);

    Task<ResourceOutcome> UpdateAsync(
        ResourceTarget target, string physicalId, JsonObject properties, JsonObject oldProperties, CancellationToken cancellationToken);

    Task<ResourceOutcome> DeleteAsync(ResourceTarget target, string physicalId, JsonObject properties, CancellationToken cancellationToken);
}

/// <summary>The place of a resource in its stack. <c>Operation</c> names the run: the same when a failed deployment is tried
/// again.</summary>
internal sealed record ResourceTarget(PseudoParameters Pseudo, string LogicalId, string Type, string Operation);

internal abstract record ResourceOutcome
{
    private ResourceOutcome()
    {
    }

    /// <summary>With <c>NoEcho</c> the attributes are not to be shown.</summary>
    internal sealed record Done(string PhysicalId, JsonObject Attributes, bool NoEcho = false) : ResourceOutcome;

    /// <summary>Without <c>PhysicalId</c> nothing was made that would have to be deleted.</summary>
    internal sealed record Failed(string Reason, string? PhysicalId) : ResourceOutcome;
}
