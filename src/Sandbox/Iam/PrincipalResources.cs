using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Resources;

namespace EksIamCdk.Sandbox.Iam;

/// <summary>Roles and users that stacks make and delete are there, or gone, for all of the sandbox.</summary>
internal sealed class PrincipalResources(IResourceProvider native, IamPrincipals principals) : IResourceProvider
{
    public async Task<ResourceOutcome> CreateAsync(ResourceTarget target, JsonObject properties, CancellationToken cancellationToken) =>
        Made(target, await native.CreateAsync(target, properties, cancellationToken).ConfigureAwait(false), before: null);

    public async Task<ResourceOutcome> UpdateAsync(
        ResourceTarget target, string physicalId, JsonObject properties, JsonObject oldProperties, CancellationToken cancellationToken) =>
        Made(
            target,
            await native.UpdateAsync(target, physicalId, properties, oldProperties, cancellationToken).ConfigureAwait(false),
            ArnOf(target, physicalId, oldProperties));

    public async Task<ResourceOutcome> DeleteAsync(
        ResourceTarget target, string physicalId, JsonObject properties, CancellationToken cancellationToken)
    {
        if (IsPrincipal(target))
            principals.Delete(ArnOf(target, physicalId, properties));
        return await native.DeleteAsync(target, physicalId, properties, cancellationToken).ConfigureAwait(false);
    }

    private ResourceOutcome Made(ResourceTarget target, ResourceOutcome outcome, string? before)
    {
        if (!IsPrincipal(target) || outcome is not ResourceOutcome.Done done)
            return outcome;
        var arn = (string)done.Attributes["Arn"]!;
        var principal = (arn == before ? principals.Find(arn) : null) ?? principals.Create(arn);
        if (done.Attributes.ContainsKey("RoleId"))
            done.Attributes["RoleId"] = principal.Id;
        return done;
    }

    private static bool IsPrincipal(ResourceTarget target) => target.Type is "AWS::IAM::Role" or "AWS::IAM::User";

    private static string ArnOf(ResourceTarget target, string physicalId, JsonObject properties) =>
        (string?)NativeTypes.For(target.Type).AttributesOf(new NativeInstance(target.Pseudo, target.LogicalId, physicalId, properties))["Arn"] ?? "";
}
