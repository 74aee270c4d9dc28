using System.Text.Json.Nodes;
using EksIamCdk.Access.Iam;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Clusters.AccessEntries;

namespace EksIamCdk.Sandbox.Iam;

/// <summary>The roles that stacks have made: who may assume them, and what they may do.</summary>
internal sealed class IamDirectory(Cloud cloud)
{
    private const string RoleType = "AWS::IAM::Role";

    private static readonly string[] PolicyTypes = ["AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"];

    /// <summary>By the role's trust policy; where that trusts an account as a whole, by the caller's own policies too.</summary>
    public IamDecision CanAssume(string roleArn, AssumeRequest request)
    {
        if (Find(roleArn) is not { } role)
            return new IamDecision(IamEffect.Undecided, $"{roleArn} is of no stack of this sandbox");
        if (PolicyDocument.Read(role.Properties["AssumeRolePolicyDocument"]) is not { } trust)
            return new IamDecision(IamEffect.Undecided, $"the trust policy of {roleArn} cannot be read");
        var decision = RoleTrust.Decide(trust, request);
        if (!decision.IsAllowed || request is not AssumeRequest.ByArn caller || !RoleTrust.Delegates(trust, roleArn, caller))
            return decision;
        // What the policies of people and programs outside say is not known: they are taken to have been let by their account.
        return FindBySession(caller.CallerArn) is { } own
            ? RoleMay(own, "sts:AssumeRole", roleArn)
            : decision with { Reason = $"{decision.Reason}, as far as policies of the caller's own do" };
    }

    /// <summary>By its inline and attached policies, within its permissions boundary.</summary>
    public IamDecision RoleMay(string roleArn, string action, string resource) => Find(roleArn) is { } role
        ? RoleMay(role, action, resource)
        : new IamDecision(IamEffect.Undecided, $"{roleArn} is of no stack of this sandbox");

    /// <summary>Of a caller whose role no stack has made, and of policies that are not known here, it is taken for allowed.</summary>
    /// <exception cref="AwsErrorException">The policies of the caller's role do not allow it.</exception>
    public void Require(string callerArn, string action, string resource)
    {
        if (FindBySession(callerArn) is { } role && RoleMay(role, action, resource).Effect is IamEffect.NotStated or IamEffect.Denied)
            throw new AwsErrorException("AccessDeniedException", $"User: {callerArn} is not authorized to perform: {action} on resource: {resource}", 403);
    }

    public bool IsKnown(string roleArn) => Find(roleArn) is not null;

    /// <summary>What the OIDC provider of an issuer in an account takes tokens for; null when no stack has made one.</summary>
    public IReadOnlyList<string>? AudiencesOf(string accountId, string issuer) => Resources("AWS::IAM::OIDCProvider")
        .Where(found => found.Stack.Pseudo.AccountId == accountId
            && ((string?)found.Resource.Properties["Url"] ?? "").TrimEnd('/') == issuer.TrimEnd('/'))
        .Select(found => AccessEntry.Texts(found.Resource.Properties["ClientIdList"])).FirstOrDefault();

    /// <summary>The trust policy of a role that a stack has made; null of any other.</summary>
    public JsonNode? TrustOf(string roleArn) => Find(roleArn)?.Properties["AssumeRolePolicyDocument"];

    /// <summary>The OIDC providers that stacks have made in an account: ARN and audiences.</summary>
    public IEnumerable<(string Arn, IReadOnlyList<string> Audiences)> ProvidersOf(string accountId) => Resources("AWS::IAM::OIDCProvider")
        .Where(found => found.Stack.Pseudo.AccountId == accountId)
        .Select(found => ((string?)found.Resource.Attributes["Arn"] ?? found.Resource.PhysicalId!, AccessEntry.Texts(found.Resource.Properties["ClientIdList"])));

    private IamDecision RoleMay(ResourceRecord role, string action, string resource)
    {
        var request = new IamRequest { Action = action, Resource = resource };
        var decision = Decide(PoliciesOf(role));
        return decision.IsAllowed && (string?)role.Properties["PermissionsBoundary"] is { } boundary
            && Decide([Managed(boundary)]) is { IsAllowed: false } limit
                ? limit
                : decision;

        // All statements together: what one policy allows, another may deny.
        IamDecision Decide(IEnumerable<(string Name, JsonNode? Document)> policies)
        {
            var read = policies.Select(policy => (policy.Name, Document: PolicyDocument.Read(policy.Document))).ToList();
            var all = new PolicyDocument { Statements = [.. read.SelectMany(policy => policy.Document?.Statements ?? [])] }.Decide(request);
            return all.Effect == IamEffect.NotStated && read.Find(policy => policy.Document is null) is { Name: { } unknown }
                ? new IamDecision(IamEffect.Undecided, $"the policy {unknown} is not known here")
                : all;
        }
    }

    private IEnumerable<(string Name, JsonNode? Document)> PoliciesOf(ResourceRecord role)
    {
        var inline = (role.Properties["Policies"] as JsonArray ?? []).Select(policy => ((string?)policy?["PolicyName"] ?? "", policy?["PolicyDocument"]));
        var attached = Resources(PolicyTypes)
            .Where(found => AccessEntry.Texts(found.Resource.Properties["Roles"]).Contains(role.PhysicalId!)
                || (string?)found.Resource.Properties["RoleName"] == role.PhysicalId)
            .Select(found => (found.Resource.LogicalId, found.Resource.Properties["PolicyDocument"]));
        return inline.Concat(attached).Concat(AccessEntry.Texts(role.Properties["ManagedPolicyArns"]).Select(Managed));
    }

    /// <summary>A managed policy by its ARN. What is in those of AWS is not known.</summary>
    private (string Name, JsonNode? Document) Managed(string arn) =>
        (arn, Resources("AWS::IAM::ManagedPolicy").FirstOrDefault(found => found.Resource.PhysicalId == arn).Resource?.Properties["PolicyDocument"]);

    private ResourceRecord? Find(string roleArn) =>
        Resources(RoleType).FirstOrDefault(found => (string?)found.Resource.Attributes["Arn"] == roleArn).Resource;

    private ResourceRecord? FindBySession(string callerArn) => Resources(RoleType)
        .FirstOrDefault(found => (string?)found.Resource.Attributes["Arn"] is { } arn && CallerArn.Principal(arn) == CallerArn.Principal(callerArn))
        .Resource;

    private IEnumerable<(Stack Stack, ResourceRecord Resource)> Resources(params string[] types) =>
        from stack in cloud.Stacks
        from resource in stack.Resources.Values
        where types.Contains(resource.Type) && resource.PhysicalId is not null
        select (stack, resource);
}
