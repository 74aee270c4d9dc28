using System.Xml.Linq;
using EksIamCdk.Access.Iam;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Iam;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>STS: who a caller is, and roles for those who may assume them.</summary>
internal sealed class StsService(
    SandboxIdentity identity, ICloudView cloud, IamDirectory directory, WebIdentity web, bool rolesMustExist, TimeProvider time)
    : IAwsService
{
    private const string WithToken = "AssumeRoleWithWebIdentity";

    private readonly QueryProtocol _protocol = new("https://sts.amazonaws.com/doc/2011-06-15/");

    public string Name => "sts";

    /// <summary>Who shows a token of an OIDC issuer has no credentials yet.</summary>
    public bool TakesUnsigned(AwsRequest request) => QueryProtocol.Read(request).Action == WithToken;

    public Task<AwsAnswer> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var parameters = QueryProtocol.Read(request);
        if (parameters.Action == WithToken)
            return Task.FromResult(AssumeWithToken(parameters));
        var caller = request.Caller!;
        return Task.FromResult(parameters.Action switch
        {
            "GetCallerIdentity" => _protocol.Result(
                parameters.Action,
                new XElement("Arn", caller.Arn), new XElement("UserId", caller.AccessKeyId), new XElement("Account", caller.AccountId)),
            "AssumeRole" => Assume(caller, parameters),
            var action => throw new AwsErrorException("InvalidAction", $"Could not find operation {action}"),
        });
    }

    public AwsAnswer Refuse(AwsErrorException error) => _protocol.Error(error);

    public AwsErrorException Refusal(SignatureFault fault) => QueryProtocol.Refusal(fault);

    /// <summary><see href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html"/></summary>
    private AwsAnswer Assume(VerifiedCaller caller, QueryParameters parameters)
    {
        var (roleArn, sessionName) = (parameters.Required("RoleArn"), parameters.Required("RoleSessionName"));
        // A role of no stack is taken to trust a function that asks; whoever else calls a sandbox that is served has only what its stacks
        // made.
        var trusted = directory.IsKnown(roleArn)
            ? directory.CanAssume(roleArn, new AssumeRequest.ByArn(caller.Arn, parameters["ExternalId"])).IsAllowed
            : !rolesMustExist || cloud.ActedForFunction(caller.Arn);
        if (!trusted)
            throw new AwsErrorException(
                "AccessDenied", $"User: {caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {roleArn}", 403);
        if (cloud.CountsAsCreator(caller.Arn))
            cloud.ActsForFunction(CallerArn.OfSession(roleArn, sessionName));
        return Session(parameters, roleArn, sessionName);
    }

    /// <summary><see href="https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html"/></summary>
    private AwsAnswer AssumeWithToken(QueryParameters parameters)
    {
        var (roleArn, sessionName) = (parameters.Required("RoleArn"), parameters.Required("RoleSessionName"));
        return web.Decide(roleArn, parameters.Required("WebIdentityToken")).IsAllowed
            ? Session(parameters, roleArn, sessionName)
            : throw new AwsErrorException("AccessDenied", "Not authorized to perform sts:AssumeRoleWithWebIdentity", 403);
    }

    private AwsAnswer Session(QueryParameters parameters, string roleArn, string sessionName)
    {
        var session = CallerArn.OfSession(roleArn, sessionName);
        var credentials = identity.CredentialsFor(session);
        return _protocol.Result(
            parameters.Action,
            new XElement("AssumedRoleUser", new XElement("AssumedRoleId", $"AROA:{sessionName}"), new XElement("Arn", session)),
            new XElement(
                "Credentials",
                new XElement("AccessKeyId", credentials.AccessKeyId),
                new XElement("SecretAccessKey", credentials.SecretAccessKey),
                new XElement("SessionToken", credentials.SessionToken),
                new XElement("Expiration", AwsAnswer.Time(time.GetUtcNow().AddHours(1)))));
    }
}
