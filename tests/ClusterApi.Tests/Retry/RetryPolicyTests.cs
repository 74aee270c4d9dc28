using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.ClusterApi.Tests.Retry;

public sealed class RetryPolicyTests
{
    private const string Role = "arn:aws:iam::111122223333:role/mapper";
    private static readonly ClusterReference Cluster = new() { Name = "demo", Region = "eu-central-1", Endpoint = "https://example.eks" };
    private static readonly AwsCall Describe = new("eks:DescribeCluster", "demo", Role, "https://eks.eu-central-1.amazonaws.com");
    private static readonly AwsCall Assume = new("sts:AssumeRole", "arn:aws:iam::444455556666:role/access", Role, "https://sts.eu-central-1.amazonaws.com");
    private static readonly TimeSpan Long = TimeSpan.FromMinutes(2);

    private readonly RetryPolicy _policy = new(() => 1);

    [Theory]
    [InlineData(408)]
    [InlineData(429)]
    [InlineData(500)]
    [InlineData(502)]
    [InlineData(503)]
    [InlineData(504)]
    public void What_the_API_server_is_too_busy_or_too_broken_for_is_tried_until_the_deadline(int status)
    {
        var failure = Refused(status, "InternalError", "etcdserver: too many requests");

        Assert.IsType<RetryDecision.Wait>(_policy.Decide(failure, new Tries(50, TimeSpan.Zero, Long)));
        Assert.Equal(
            $"The deadline was reached at this step: update configmaps kube-system/aws-auth on cluster demo; what failed before: update configmaps kube-system/aws-auth: {status} InternalError: etcdserver: too many requests. Deploy again; if it happens again, look whether the API server is healthy. [EKSIAM090]",
            GivenUp(failure, TimeSpan.Zero, TimeSpan.Zero).Reason);
    }

    [Theory]
    [InlineData(TransportFault.NameNotResolved)]
    [InlineData(TransportFault.ConnectionRefused)]
    [InlineData(TransportFault.ConnectionLost)]
    [InlineData(TransportFault.Tls)]
    [InlineData(TransportFault.UntrustedCertificate)]
    [InlineData(TransportFault.TimedOut)]
    [InlineData(TransportFault.Unreachable)]
    [InlineData(TransportFault.UnreadableAnswer)]
    public void Connection_and_TLS_errors_are_tried_until_the_deadline_and_then_told_with_the_endpoint(TransportFault fault)
    {
        var failure = At(new ApiAnswer.NoAnswer(fault, "it is so"));

        Assert.IsType<RetryDecision.Wait>(_policy.Decide(failure, new Tries(50, TimeSpan.Zero, Long)));
        var given = GivenUp(failure, TimeSpan.Zero, TimeSpan.Zero);
        Assert.Equal(ErrorCode.ClusterUnreachable, given.Code);
        Assert.Equal("The API server of cluster demo at https://example.eks cannot be reached: it is so.", given.What);
        Assert.NotEmpty(given.Remedy);
    }

    [Theory]
    [InlineData(401)]
    [InlineData(403)]
    public void A_refusal_is_tried_for_30_seconds(int status)
    {
        Assert.IsType<RetryDecision.Wait>(_policy.Decide(Refused(status), new Tries(9, TimeSpan.FromSeconds(29.9), Long)));
        Assert.IsType<RetryDecision.GiveUp>(_policy.Decide(Refused(status), new Tries(9, TimeSpan.FromSeconds(30), Long)));
    }

    [Fact]
    public void A_401_names_the_access_entry_that_is_missing()
    {
        var failure = GivenUp(Refused(401, "Unauthorized"), TimeSpan.FromSeconds(31), Long);

        Assert.Equal(ErrorCode.Unauthorized, failure.Code);
        Assert.Contains($"Cluster demo does not let in {Role} (401", failure.What, StringComparison.Ordinal);
        Assert.Contains($"Add an access entry for {Role} to cluster demo", failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_403_names_verb_and_resource()
    {
        var failure = GivenUp(Refused(403, "Forbidden", "no RBAC policy matched"), TimeSpan.FromSeconds(31), Long);

        Assert.Equal(ErrorCode.Forbidden, failure.Code);
        Assert.Equal($"Cluster demo forbids {Role} to update configmaps kube-system/aws-auth: no RBAC policy matched.", failure.What);
        Assert.Contains(Role, failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void A_principal_that_EKS_does_not_know_may_be_too_new_and_is_tried_for_30_seconds()
    {
        var failure = new StepFailure.AtAws(
            Describe with { Action = "eks:CreateAccessEntry", About = "the access entry of arn:aws:iam::111122223333:role/New" },
            new AwsFault.Refused(400, "InvalidParameterException", "The specified principalArn is invalid: invalid principal.", null));

        Assert.IsType<RetryDecision.Wait>(_policy.Decide(failure, new Tries(9, TimeSpan.FromSeconds(29.9), Long)));
        var given = GivenUp(failure, TimeSpan.FromSeconds(30), Long);
        Assert.Equal(ErrorCode.RefusedByApiServer, given.Code);
        Assert.Equal(
            "EKS refused eks:CreateAccessEntry for the access entry of arn:aws:iam::111122223333:role/New in cluster demo (400 InvalidParameterException): "
            + "The specified principalArn is invalid: invalid principal.",
            given.What);
    }

    [Theory]
    [InlineData("eks:UpdateAccessEntry", "InvalidParameterException")]
    [InlineData("eks:CreateAccessEntry", "InvalidRequestException")]
    public void What_EKS_refuses_for_good_is_told_at_once_with_its_message(string action, string code)
    {
        var given = GivenUp(
            new StepFailure.AtAws(Describe with { Action = action }, new AwsFault.Refused(400, code, "It is so.", null)), TimeSpan.Zero, Long);

        Assert.Equal((ErrorCode.RefusedByApiServer, $"EKS refused {action} for cluster demo (400 {code}): It is so."), (given.Code, given.What));
    }

    [Fact]
    public void A_refusal_at_the_deadline_is_told_as_a_refusal() =>
        Assert.Equal(ErrorCode.Unauthorized, GivenUp(Refused(401), TimeSpan.FromSeconds(2), TimeSpan.Zero).Code);

    [Theory]
    [InlineData(400)]
    [InlineData(404)]
    [InlineData(405)]
    [InlineData(413)]
    [InlineData(415)]
    [InlineData(422)]
    public void Anything_else_is_told_at_once_with_the_message_of_the_API_server(int status)
    {
        var failure = GivenUp(Refused(status, "Invalid", "rules[0].verbs: Required value"), TimeSpan.Zero, Long);

        Assert.Equal(ErrorCode.RefusedByApiServer, failure.Code);
        Assert.Equal(
            $"The API server of cluster demo refused to update configmaps kube-system/aws-auth ({status} Invalid): rules[0].verbs: Required value.", failure.What);
    }

    [Fact]
    public void A_message_without_an_end_is_cut() =>
        Assert.True(GivenUp(Refused(422, "Invalid", new string('x', 100_000)), TimeSpan.Zero, Long).Reason.Length < 2000);

    [Fact]
    public void Waits_grow_twofold_up_to_5_seconds_and_the_random_number_is_their_full_jitter()
    {
        static double[] Waits(double random) =>
            [.. new[] { 1, 2, 3, 4, 5, 6, 60 }.Select(count => Waited(new RetryPolicy(() => random), Refused(500), count))];

        Assert.Equal([0.2, 0.4, 0.8, 1.6, 3.2, 5, 5], Waits(1));
        Assert.Equal([0.1, 0.2, 0.4, 0.8, 1.6, 2.5, 2.5], Waits(0.5));
        Assert.Equal([0, 0, 0, 0, 0, 0, 0], Waits(0));
    }

    [Fact]
    public void Conflicts_wait_from_25_milliseconds_up_to_2_seconds() =>
        Assert.Equal(
            [0.025, 0.05, 0.1, 2, 2],
            new[] { 1, 2, 3, 8, 1000 }.Select(count => Waited(_policy, Refused(409, "Conflict"), count)));

    [Fact]
    public void Retry_After_is_waited_for_with_jitter_on_top() =>
        Assert.Equal(7.2, Waited(_policy, At(new ApiAnswer.Refused(429, "TooManyRequests", "", null, TimeSpan.FromSeconds(7))), 1));

    [Fact]
    public void Nothing_is_waited_for_past_the_deadline()
    {
        var failure = At(new ApiAnswer.Refused(429, "TooManyRequests", "busy", null, TimeSpan.FromSeconds(60)));

        Assert.Equal(ErrorCode.DeadlineReached, GivenUp(failure, TimeSpan.Zero, TimeSpan.FromSeconds(59)).Code);
    }

    [Fact]
    public void A_conflict_is_tried_until_the_deadline()
    {
        Assert.IsType<RetryDecision.Wait>(_policy.Decide(Refused(409, "Conflict"), new Tries(1000, TimeSpan.Zero, Long)));
        Assert.Equal(ErrorCode.DeadlineReached, GivenUp(Refused(409, "Conflict"), TimeSpan.Zero, TimeSpan.Zero).Code);
    }

    [Fact]
    public void A_cluster_that_EKS_does_not_know_is_told_at_once()
    {
        var failure = GivenUp(AtAws(Describe, 404, "ResourceNotFoundException", "No cluster found for name: demo."), TimeSpan.Zero, Long);

        Assert.Equal(ErrorCode.ClusterNotFound, failure.Code);
        Assert.Contains("cluster demo", failure.What, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(403, "AccessDeniedException")]
    [InlineData(403, "UnrecognizedClientException")]
    [InlineData(400, "ExpiredTokenException")]
    [InlineData(403, "")]
    public void What_AWS_forbids_is_tried_for_30_seconds_and_names_action_and_role(int status, string code)
    {
        var failure = AtAws(Assume, status, code, "not authorized");

        Assert.IsType<RetryDecision.Wait>(_policy.Decide(failure, new Tries(9, TimeSpan.FromSeconds(29), Long)));
        var given = GivenUp(failure, TimeSpan.FromSeconds(30), Long);
        Assert.Equal(ErrorCode.Forbidden, given.Code);
        Assert.StartsWith($"AWS forbids {Role} sts:AssumeRole on arn:aws:iam::444455556666:role/access: {status}", given.What, StringComparison.Ordinal);
        Assert.Contains("trust policy of arn:aws:iam::444455556666:role/access", given.Remedy, StringComparison.Ordinal);
        Assert.Contains("eks:DescribeCluster on cluster demo", GivenUp(AtAws(Describe, status, code, ""), TimeSpan.FromSeconds(30), Long).Remedy, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(400, "ThrottlingException")]
    [InlineData(429, "TooManyRequestsException")]
    [InlineData(503, "ServiceUnavailableException")]
    public void Throttling_by_AWS_is_tried_until_the_deadline(int status, string code)
    {
        var failure = AtAws(Describe, status, code, "slow down");

        Assert.IsType<RetryDecision.Wait>(_policy.Decide(failure, new Tries(9, TimeSpan.FromMinutes(1), Long)));
        Assert.Contains("eks:DescribeCluster for cluster demo", GivenUp(failure, TimeSpan.Zero, TimeSpan.Zero).What, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.DeadlineReached, GivenUp(failure, TimeSpan.Zero, TimeSpan.Zero).Code);
    }

    [Fact]
    public void AWS_that_does_not_answer_is_named_with_its_endpoint()
    {
        var failure = new StepFailure.AtAws(Describe, new AwsFault.NoAnswer(TransportFault.TimedOut, "no connection within 5 s"));

        Assert.IsType<RetryDecision.Wait>(_policy.Decide(failure, new Tries(9, TimeSpan.Zero, Long)));
        Assert.Equal(
            "eks:DescribeCluster for cluster demo got no answer from https://eks.eu-central-1.amazonaws.com: no connection within 5 s.",
            GivenUp(failure, TimeSpan.Zero, TimeSpan.Zero).What);
    }

    [Fact]
    public void Missing_credentials_are_told_at_once() =>
        Assert.Contains(
            "AWS_ACCESS_KEY_ID",
            GivenUp(new StepFailure.AtAws(Describe, new AwsFault.NoCredentials()), TimeSpan.Zero, Long).Remedy,
            StringComparison.Ordinal);

    [Fact]
    public void The_deadline_names_its_step_and_what_failed_before()
    {
        Assert.Equal("The deadline was reached at this step: get x.", Failures.DeadlineReached("get x", null).What);
        Assert.Equal(
            "The deadline was reached at this step: get x; what failed before: update configmaps kube-system/aws-auth: no answer within 15 s.",
            Failures.DeadlineReached("get x", At(new ApiAnswer.NoAnswer(TransportFault.TimedOut, "no answer within 15 s"))).What);
    }

    [Fact]
    public void Calls_are_named_as_RBAC_names_them()
    {
        var binding = new ObjectAddress(KubernetesKind.RoleBinding, "dev", "read");

        Assert.Equal("patch rolebindings.rbac.authorization.k8s.io dev/read", ApiCall.Apply(binding).ToString());
        Assert.Equal("create namespaces dev", ApiCall.Create(new ObjectAddress(KubernetesKind.Namespace, null, "dev")).ToString());
        Assert.Equal("get configmaps kube-system/aws-auth", ApiCall.Get(ObjectAddress.AwsAuth).ToString());
        Assert.Equal("delete configmaps kube-system/aws-auth", ApiCall.Delete(ObjectAddress.AwsAuth).ToString());
        Assert.Equal("create subjectaccessreviews.authorization.k8s.io", ApiCall.Review.ToString());
    }

    private static StepFailure.AtApiServer At(ApiAnswer answer) =>
        new(new ClusterConnection(null!, Cluster, Role), ApiCall.Replace(ObjectAddress.AwsAuth), answer);

    private static StepFailure.AtApiServer Refused(int status, string reason = "", string message = "") =>
        At(new ApiAnswer.Refused(status, reason, message, null, null));

    private static StepFailure.AtAws AtAws(AwsCall call, int status, string code, string message) =>
        new(call, new AwsFault.Refused(status, code, message, null));

    private static double Waited(RetryPolicy policy, StepFailure failure, int count) =>
        Assert.IsType<RetryDecision.Wait>(policy.Decide(failure, new Tries(count, TimeSpan.Zero, Long))).Delay.TotalSeconds;

    private Failure GivenUp(StepFailure failure, TimeSpan refused, TimeSpan remaining) =>
        Assert.IsType<RetryDecision.GiveUp>(_policy.Decide(failure, new Tries(1, refused, remaining))).Failure;
}
