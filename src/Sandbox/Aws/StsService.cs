using System.Xml.Linq;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>STS: who a caller is, and roles for those who may assume them.</summary>
internal sealed class StsService(SandboxIdentity identity, ICloudView cloud, TimeProvider time) : IAwsService
{
    private readonly QueryProtocol _protocol = new("https://sts.amazonaws.com/doc/2011-06-15/");

    public string Name => "sts";

    public Task<AwsAnswer> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var parameters = QueryProtocol.Read(request);
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
        var wanted = cloud.ExternalIdsOf(roleArn);
        if (wanted.Count > 0 && (parameters["ExternalId"] is not { } externalId || !wanted.Contains(externalId)))
            throw new AwsErrorException(
                "AccessDenied", $"User: {caller.Arn} is not authorized to perform: sts:AssumeRole on resource: {roleArn}", 403);
        var session = CallerArn.OfSession(roleArn, sessionName);
        if (cloud.CountsAsCreator(caller.Arn))
            cloud.ActsForFunction(session);
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
