using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Sandbox.StackSets;

/// <summary><c>AWS::CloudFormation::StackSet</c>: really deployed, into simulated accounts.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-cloudformation-stackset.html"/></summary>
internal sealed class StackSetResources(IResourceProvider native, StackSetService sets, StackSetTemplates templates) : IResourceProvider
{
    private const string Type = "AWS::CloudFormation::StackSet";

    public async Task<ResourceOutcome> CreateAsync(ResourceTarget target, JsonObject properties, CancellationToken cancellationToken) =>
        await ApplyAsync(
            target,
            await native.CreateAsync(target, properties, cancellationToken).ConfigureAwait(false),
            properties,
            cancellationToken).ConfigureAwait(false);

    public async Task<ResourceOutcome> UpdateAsync(
        ResourceTarget target, string physicalId, JsonObject properties, JsonObject oldProperties, CancellationToken cancellationToken) =>
        await ApplyAsync(
            target,
            await native.UpdateAsync(target, physicalId, properties, oldProperties, cancellationToken).ConfigureAwait(false),
            properties,
            cancellationToken).ConfigureAwait(false);

    public async Task<ResourceOutcome> DeleteAsync(
        ResourceTarget target, string physicalId, JsonObject properties, CancellationToken cancellationToken)
    {
        if (target.Type == Type && sets.Find(physicalId) is { } set)
        {
            var preferences = OperationPreferences.Read(properties["OperationPreferences"] as JsonObject);
            if (await sets.DeleteAsync(set, preferences, cancellationToken).ConfigureAwait(false) is { } failure)
                return new ResourceOutcome.Failed(Stopped(failure), physicalId);
        }
        return await native.DeleteAsync(target, physicalId, properties, cancellationToken).ConfigureAwait(false);
    }

    private async Task<ResourceOutcome> ApplyAsync(
        ResourceTarget target, ResourceOutcome outcome, JsonObject properties, CancellationToken cancellationToken)
    {
        if (target.Type != Type || outcome is not ResourceOutcome.Done done)
            return outcome;
        var (template, problem) = await templates.ReadAsync(target, properties, cancellationToken).ConfigureAwait(false);
        if (template is null)
        {
            await native.DeleteAsync(target, done.PhysicalId, properties, cancellationToken).ConfigureAwait(false);
            return new ResourceOutcome.Failed(HandlerMessage.Of("CloudFormation", 400, problem, "InvalidRequest"), null);
        }
        var name = done.PhysicalId[..done.PhysicalId.LastIndexOf(':')];
        var set = sets.Add(new RegionalName(target.Pseudo.AccountId, target.Pseudo.Region, name), done.PhysicalId);
        var wanted = StackSetDefinition.Read(properties, template, templates.AccountsOf);
        return await sets.ApplyAsync(set, wanted, cancellationToken).ConfigureAwait(false) is { } failure
            ? new ResourceOutcome.Failed(Stopped(failure), done.PhysicalId)
            : done;
    }

    private static string Stopped(string reasons) =>
        $"Resource handler returned message: \"Stack set operation [{Guid.NewGuid()}] was unexpectedly stopped or failed. "
        + $"status reason(s): [{reasons}]\" (RequestToken: {Guid.NewGuid()}, HandlerErrorCode: InternalFailure)";
}
