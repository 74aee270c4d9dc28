using System.Diagnostics;
using System.Globalization;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.ClusterApi;

/// <summary>What is told when a step failed for good: codes 020 to 023, 043 and 090.</summary>
public static class Failures
{
    private const int LongestMessage = 1000;

    /// <summary>The deadline passed in the middle of a step.</summary>
    /// <param name="step">What was being done, for example <c>update configmaps kube-system/aws-auth</c>.</param>
    /// <param name="last">What failed before, if anything did.</param>
    public static Failure DeadlineReached(string step, StepFailure? last) =>
        new(ErrorCode.DeadlineReached,
            last is null
                ? $"The deadline was reached at this step: {step}."
                : $"The deadline was reached at this step: {step}; what failed before: {Summary(last)}.",
            "Deploy again; if it happens again, look whether the API server is healthy.");

    /// <summary>The failure that a step's failure becomes when it is not tried again.</summary>
    /// <param name="failure">What failed.</param>
    /// <param name="atDeadline">No more time, rather than no more hope.</param>
    public static Failure Of(StepFailure failure, bool atDeadline) => failure switch
    {
        StepFailure.AtApiServer { Answer: ApiAnswer.NoAnswer none } at => Unreachable(at.Connection, none),
        StepFailure.AtApiServer { Answer: ApiAnswer.Refused refused } at => OfApiServer(at, refused, atDeadline),
        StepFailure.AtAws at => OfAws(at, atDeadline),
        StepFailure.NotReady notReady => notReady.Failure,
        StepFailure.Final final => final.Failure,
        _ => throw new UnreachableException(),
    };

    /// <summary>What failed, in a few words without a remedy.</summary>
    public static string Summary(StepFailure failure) => failure switch
    {
        StepFailure.AtApiServer { Answer: ApiAnswer.NoAnswer none } at => $"{at.Call}: {none.What}",
        StepFailure.AtApiServer { Answer: ApiAnswer.Refused refused } at => $"{at.Call}: {Answered(refused.Status, refused.Reason, refused.Message)}",
        StepFailure.AtApiServer at => at.Call.ToString(),
        StepFailure.AtAws { Fault: AwsFault.NoAnswer none } at => $"{at.Call.Action}: {none.What}",
        StepFailure.AtAws { Fault: AwsFault.Refused refused } at => $"{at.Call.Action}: {Answered(refused.Status, refused.Code, refused.Message)}",
        StepFailure.AtAws at => $"{at.Call.Action}: no credentials",
        StepFailure.NotReady notReady => notReady.Failure.What.TrimEnd('.'),
        StepFailure.Final final => final.Failure.What.TrimEnd('.'),
        _ => throw new UnreachableException(),
    };

    private static Failure Unreachable(ClusterConnection connection, ApiAnswer.NoAnswer none) =>
        new(ErrorCode.ClusterUnreachable,
            $"The API server of cluster {connection.Cluster.Name} at {connection.Cluster.Endpoint} cannot be reached: {none.What}.",
            none.Fault switch
            {
                TransportFault.NameNotResolved => "Correct Cluster.Endpoint; the name of a private endpoint resolves inside its VPC only.",
                TransportFault.UntrustedCertificate => "Give Cluster.Endpoint and Cluster.CertificateAuthorityData of one and the same cluster.",
                TransportFault.Tls => "Give the endpoint exactly as EKS names it.",
                TransportFault.UnreadableAnswer => "Give the endpoint exactly as EKS names it, with nothing in between that answers for it.",
                _ => "Let the function reach it: a private endpoint needs the function in its VPC, and a security group that lets it in on port 443.",
            });

    private static Failure OfApiServer(StepFailure.AtApiServer at, ApiAnswer.Refused refused, bool atDeadline)
    {
        var (connection, call, _) = at;
        var (cluster, principal) = (connection.Cluster.Name, connection.Principal);
        return refused.Status switch
        {
            401 => new(ErrorCode.Unauthorized,
                $"Cluster {cluster} does not let in {principal} (401 {refused.Reason} at {call}).",
                $"Add an access entry for {principal} to cluster {cluster} (AWS::EKS::AccessEntry; the cluster's authentication mode must be API or API_AND_CONFIG_MAP), and let this resource depend on it."),
            403 => new(ErrorCode.Forbidden,
                $"Cluster {cluster} forbids {principal} to {call}: {Sentence(refused.Message)}",
                $"Grant it: associate an access policy that allows it (for RBAC objects AmazonEKSClusterAdminPolicy) with the access entry of {principal}."),
            _ when atDeadline => DeadlineReached($"{call} on cluster {cluster}", at),
            _ => new(ErrorCode.RefusedByApiServer,
                $"The API server of cluster {cluster} refused to {call} ({Code(refused.Status, refused.Reason)}): {Sentence(refused.Message)}",
                "Correct what it names."),
        };
    }

    private static Failure OfAws(StepFailure.AtAws at, bool atDeadline)
    {
        var (call, fault) = at;
        var assumes = call.Action == "sts:AssumeRole";
        var target = assumes ? call.Target : call.About is { } about ? $"{about} in cluster {call.Target}" : $"cluster {call.Target}";
        return fault switch
        {
            AwsFault.NoCredentials => new(ErrorCode.Unauthorized,
                $"There are no AWS credentials to call {call.Action} for {target} with.",
                "Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY (and AWS_SESSION_TOKEN where there is one)."),
            AwsFault.NoAnswer none => new(ErrorCode.ClusterUnreachable,
                $"{call.Action} for {target} got no answer from {call.Endpoint}: {none.What}.",
                "Let the function reach it: inside a VPC that takes a NAT gateway or an interface endpoint. Without AccessRoleArn, giving Cluster.Endpoint and Cluster.CertificateAuthorityData makes the call unnecessary."),
            AwsFault.Refused { Code: "ResourceNotFoundException" } => new(ErrorCode.ClusterNotFound,
                $"EKS at {call.Endpoint} knows no cluster {call.Target} of {call.Principal}'s account.",
                "Correct Cluster.Name and Cluster.Region; for a cluster of another account give Cluster.AccessRoleArn."),
            AwsFault.Refused refused when RetryPolicy.IsUnknownPrincipal(at) => new(ErrorCode.RefusedByApiServer,
                $"EKS refused {call.Action} for {target} ({Code(refused.Status, refused.Code)}): {Sentence(refused.Message)}",
                "Give the ARN of a role or user that exists, with its path, and let this resource depend on it where the same stack makes it."),
            AwsFault.Refused refused when RetryPolicy.IsRefusal(at) => new(ErrorCode.Forbidden,
                $"AWS forbids {call.Principal} {call.Action} on {target}: {Answered(refused.Status, refused.Code, refused.Message)}.",
                assumes
                    ? $"Allow sts:AssumeRole on {call.Target} in the policy of {call.Principal}, and {call.Principal} (with the ExternalId, if it asks for one) in the trust policy of {call.Target}."
                    : $"Allow {call.Action} on {target} in the policy of {call.Principal}."),
            AwsFault.Refused when atDeadline => DeadlineReached($"{call.Action} for {target}", at),
            AwsFault.Refused refused when !assumes && call.Action != "eks:DescribeCluster" => new(ErrorCode.RefusedByApiServer,
                $"EKS refused {call.Action} for {target} ({Code(refused.Status, refused.Code)}): {Sentence(refused.Message)}",
                "Correct what it names."),
            AwsFault.Refused refused => new(ErrorCode.ClusterUnreachable,
                $"{call.Action} for {target} was refused by {call.Endpoint}: {Answered(refused.Status, refused.Code, refused.Message)}.",
                "Correct the property Cluster."),
            _ => throw new UnreachableException(),
        };
    }

    private static string Answered(int status, string code, string message) =>
        message.Length == 0 ? Code(status, code) : $"{Code(status, code)}: {Shortened(message).TrimEnd('.')}";

    private static string Code(int status, string code) =>
        code.Length == 0 ? status.ToString(CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{status} {code}");

    private static string Sentence(string message) =>
        message.Length == 0 ? "it does not say why." : $"{Shortened(message).TrimEnd('.')}.";

    private static string Shortened(string message) => message.Length <= LongestMessage ? message : $"{message[..LongestMessage]}…";
}
