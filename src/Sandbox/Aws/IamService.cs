using System.Xml.Linq;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.Iam;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>IAM: since when there is a role or a user, whom a role trusts, and the OIDC providers.</summary>
internal sealed class IamService(IamPrincipals principals, IamDirectory directory, string region) : IAwsService
{
    private readonly QueryProtocol _protocol = new("https://iam.amazonaws.com/doc/2010-05-08/");

    public string Name => "iam";

    public Task<AwsAnswer> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var parameters = QueryProtocol.Read(request);
        return Task.FromResult(parameters.Action switch
        {
            "GetRole" => Get(request, parameters, "Role"),
            "GetUser" => Get(request, parameters, "User"),
            "ListOpenIDConnectProviders" => ListProviders(request, parameters),
            "GetOpenIDConnectProvider" => GetProvider(request, parameters),
            var action => throw new AwsErrorException("InvalidAction", $"Could not find operation {action}"),
        });
    }

    public AwsAnswer Refuse(AwsErrorException error) => _protocol.Error(error);

    public AwsErrorException Refusal(SignatureFault fault) => QueryProtocol.Refusal(fault);

    /// <summary><see href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetRole.html"/></summary>
    private AwsAnswer Get(AwsRequest request, QueryParameters parameters, string kind)
    {
        var name = parameters.Required($"{kind}Name");
        var partition = PseudoParameters.PartitionOf(region);
        var found = principals.FindByName(partition, request.AccountId, kind.ToLowerInvariant(), name);
        directory.Require(
            request.Caller!.Arn, $"iam:{parameters.Action}",
            found?.Arn ?? $"arn:{partition}:iam::{request.AccountId}:{kind.ToLowerInvariant()}/{name}");
        if (found is not var (arn, principal))
            throw new AwsErrorException("NoSuchEntity", $"The {kind.ToLowerInvariant()} with name {name} cannot be found.", 404);
        var resource = arn.Split(':', 6)[^1];
        return _protocol.Result(parameters.Action, new XElement(
            kind,
            new XElement("Path", resource[resource.IndexOf('/', StringComparison.Ordinal)..(resource.LastIndexOf('/') + 1)]),
            new XElement($"{kind}Name", name),
            new XElement($"{kind}Id", principal.Id),
            new XElement("Arn", arn),
            new XElement("CreateDate", AwsAnswer.Time(principal.Created)),
            directory.TrustOf(arn) is { } trust ? new XElement("AssumeRolePolicyDocument", Uri.EscapeDataString(trust.ToJsonString())) : null));
    }

    /// <summary><see href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_ListOpenIDConnectProviders.html"/></summary>
    private AwsAnswer ListProviders(AwsRequest request, QueryParameters parameters)
    {
        directory.Require(request.Caller!.Arn, "iam:ListOpenIDConnectProviders", "*");
        return _protocol.Result(parameters.Action, new XElement(
            "OpenIDConnectProviderList",
            directory.ProvidersOf(request.AccountId).Select(provider => new XElement("member", new XElement("Arn", provider.Arn)))));
    }

    /// <summary><see href="https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetOpenIDConnectProvider.html"/></summary>
    private AwsAnswer GetProvider(AwsRequest request, QueryParameters parameters)
    {
        var arn = parameters.Required("OpenIDConnectProviderArn");
        directory.Require(request.Caller!.Arn, "iam:GetOpenIDConnectProvider", arn);
        var provider = directory.ProvidersOf(request.AccountId).FirstOrDefault(provider => provider.Arn == arn);
        if (provider.Arn is null)
            throw new AwsErrorException("NoSuchEntity", $"OpenIDConnect Provider not found for arn {arn}", 404);
        return _protocol.Result(
            parameters.Action,
            new XElement("Url", arn.Split(":oidc-provider/")[^1]),
            new XElement("ClientIDList", provider.Audiences.Select(audience => new XElement("member", audience))));
    }
}
