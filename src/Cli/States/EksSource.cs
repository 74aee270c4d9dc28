using System.Text.Json.Nodes;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.ClusterApi.Reading;
using EksIamCdk.Inspection.Snapshots;
using EksIamCdk.Inspection.Surveys;

namespace EksIamCdk.Cli.States;

/// <summary>A live cluster of EKS, read with AWS credentials: EKS, IAM, and its API server by a token of EKS.</summary>
/// <param name="name">The cluster.</param>
/// <param name="region">Its Region; null for that of the profile or of the environment.</param>
/// <param name="profile">The profile; null for what the AWS CLI would take.</param>
/// <param name="whole">Also what nobody's rights hang on: add-ons, node groups, the OIDC providers of other issuers.</param>
internal sealed class EksSource(string name, string? region, string? profile, bool whole)
{
    private static readonly string[] s_badCredentials =
        ["ExpiredToken", "ExpiredTokenException", "InvalidClientTokenId", "UnrecognizedClientException", "InvalidSignatureException", "SignatureDoesNotMatch"];

    /// <returns>Null, and at least one problem, when the cluster cannot be read.</returns>
    public async Task<ClusterDocuments?> ReadAsync(Action<string> progress, ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (await FindAsync(problems, cancellationToken) is not var (aws, cluster)) return null;
        using var connector = new ClusterConnector(aws, TimeProvider.System);
        await connector.Identity(cluster, cancellationToken); // messages name it
        switch (await connector.Existence(cluster, cancellationToken))
        {
            case ClusterExistence.Exists { Description: var description }:
                return await ReadAsync(connector, cluster, description, progress, cancellationToken);
            case ClusterExistence.Deleted:
                problems.Add($"--cluster {name}: EKS knows no such cluster in {cluster.Region} of this account; correct the name, or --region, or --profile");
                return null;
            case ClusterExistence.Unknown { Failure: var failure }:
                problems.Add(Unknown(failure));
                return null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    /// <summary>Its API server, as this user comes to it.</summary>
    /// <returns>Null, and at least one problem, when it is not known where the cluster is.</returns>
    public async Task<LiveCluster?> ConnectAsync(ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (await FindAsync(problems, cancellationToken) is not var (aws, cluster)) return null;
        var connector = new ClusterConnector(aws, TimeProvider.System);
        var caller = await connector.Identity(cluster, cancellationToken);
        return await connector.Connect(cluster, cancellationToken) switch
        {
            ConnectAnswer.Connected { Connection: var connection } => new(connector, connection, caller, ""),
            ConnectAnswer.Failed { Failure: var failure } => new(connector, null, caller, Failures.Summary(failure)),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
    }

    /// <summary>By whose credentials, and where.</summary>
    private async Task<(AwsEnvironment Aws, ClusterReference Cluster)?> FindAsync(ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (await AwsProfile.FindAsync(profile, problems, cancellationToken) is not { } aws) return null;
        if ((region ?? Variable("AWS_REGION") ?? Variable("AWS_DEFAULT_REGION") ?? aws.Region) is { } where)
            return (aws.Environment, new ClusterReference { Name = name, Region = where });
        problems.Add($"--cluster {name}: in which Region? Give --region, or set AWS_REGION");
        return null;
    }

    private async Task<ClusterDocuments> ReadAsync(
        ClusterConnector connector, ClusterReference cluster, ClusterDescription description, Action<string> progress, CancellationToken cancellationToken)
    {
        var survey = new Survey(progress);
        var eks = new EksSurvey(connector, cluster, survey, TimeProvider.System, KubeconfigSource.Patience);
        var located = cluster with { Endpoint = description.Endpoint, CertificateAuthorityData = description.CertificateAuthorityData };
        await Task.WhenAll(eks.ReadAsync(description, whole, cancellationToken), KubernetesAsync(connector, located, survey, cancellationToken));
        var account = description.Arn?.Split(':') is [_, _, _, _, var id, ..] ? id : null;
        var described = new JsonObject
        {
            ["name"] = description.Name,
            ["arn"] = description.Arn,
            ["region"] = cluster.Region,
            ["accountId"] = account,
            ["status"] = description.Status,
            ["version"] = description.Version,
            ["authenticationMode"] = description.AuthenticationMode,
            ["oidcIssuer"] = description.OidcIssuer,
        };
        if (account is not null && survey.Documents(described).ToState(new List<string>()) is { } state)
            await eks.ReadRolesAsync(state, account, cancellationToken);
        return survey.Documents(described);
    }

    /// <summary>A cluster that does not let in, or whose endpoint is private, still has access entries to tell of.</summary>
    private static async Task KubernetesAsync(ClusterConnector connector, ClusterReference located, Survey survey, CancellationToken cancellationToken)
    {
        var failure = await connector.Connect(located, cancellationToken) switch
        {
            ConnectAnswer.Connected connected => await KubernetesSurvey.ReadAsync(
                new ClusterReader(connected.Connection, TimeProvider.System, KubeconfigSource.Patience), survey, cancellationToken),
            ConnectAnswer.Failed failed => Failures.Of(failed.Failure, atDeadline: false),
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        if (failure is not null)
            survey.Miss("the Kubernetes API", failure.What, "roles, bindings, service accounts and aws-auth: what anybody may do by RBAC");
    }

    private string Unknown(StepFailure failure) => failure is StepFailure.AtAws { Fault: AwsFault.Refused { Code: var code } } && s_badCredentials.Contains(code)
        ? $"--cluster {name}: AWS does not take the credentials ({code}): {AwsProfile.Remedy(profile)}"
        : $"--cluster {name}: {(Failures.Of(failure, atDeadline: false) with { Remedy = "" }).Reason}";

    private static string? Variable(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } value ? value : null;
}
