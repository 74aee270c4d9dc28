using EksIamCdk.Inspection.Diagnosis;
using EksIamCdk.Inspection.Explaining;
using static EksIamCdk.Inspection.Tests.Diagnosis.ArticleCluster;

namespace EksIamCdk.Inspection.Tests.Diagnosis;

/// <summary>Pods without the role of their Pod Identity association.</summary>
public sealed class PodIdentityTests
{
    private static readonly Principal.ServiceAccount s_account = new("app", "uploader");

    [Fact]
    public void Where_all_is_right_every_link_holds_to_the_pods() => AllHold(PodIdentityGuide.Examine(
        State(), s_account, new() { Pods = new([new PodFinding("upload-1", "uploader", "deployment/upload", null, true, false)]) }));

    [Fact]
    public void There_is_no_association_and_the_nearest_is_named()
    {
        var state = State(documents => documents["aws/pod-identity-associations"]["associations"]![0]!["serviceAccount"] = "uploder");

        var broken = BrokenAt("association", PodIdentityGuide.Examine(state, s_account, LiveFindings.None));

        Assert.Contains("probably app/uploder was meant", broken.Why, StringComparison.Ordinal);
        Assert.StartsWith("aws eks create-pod-identity-association --cluster-name demo-eks-cluster --region us-east-1 --namespace app --service-account uploader", broken.Commands[0], StringComparison.Ordinal);
    }

    [Fact]
    public void The_agent_is_not_there_or_not_well()
    {
        var none = BrokenAt("agent", PodIdentityGuide.Examine(State(documents => documents["aws/addons"]["addons"]!.AsArray().RemoveAt(1)), s_account, LiveFindings.None));
        var sick = BrokenAt("agent", PodIdentityGuide.Examine(
            State(documents => documents["aws/addons"]["addons"]![1] = Parse("""{"addonName": "eks-pod-identity-agent", "status": "DEGRADED", "health": {"issues": [{"code": "InsufficientNumberOfReplicas", "message": "no node runs it"}]}}""")),
            s_account, LiveFindings.None));

        Assert.Equal("aws eks create-addon --cluster-name demo-eks-cluster --region us-east-1 --addon-name eks-pod-identity-agent", Assert.Single(none.Commands));
        Assert.Equal("the add-on eks-pod-identity-agent is DEGRADED: InsufficientNumberOfReplicas: no node runs it", sick.Why);
    }

    [Theory]
    [InlineData("""{"Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}""", "sts:AssumeRole")]
    [InlineData("""{"Principal": {"Service": "pods.eks.amazonaws.com"}, "Action": "sts:AssumeRole"}""", "sts:TagSession")]
    public void The_role_does_not_trust_it_for_both_actions(string trust, string action)
    {
        var broken = BrokenAt("trust", PodIdentityGuide.Examine(State(Trust("uploader", trust)), s_account, LiveFindings.None));

        Assert.EndsWith(action, broken.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_role_was_written_for_IRSA()
    {
        var state = State(Trust("uploader", WebIdentity(IssuerHost, "StringEquals", s_account.ToString(), "sts.amazonaws.com")));

        Assert.Contains("it trusts an OIDC provider, as IRSA needs it", BrokenAt("trust", PodIdentityGuide.Examine(state, s_account, LiveFindings.None)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_role_is_of_another_account()
    {
        var state = State(
            documents => documents["aws/pod-identity-associations"]["associations"]![0]!["roleArn"] = "arn:aws:iam::444455556666:role/uploader",
            documents => documents["aws/iam-roles"]["roles"]!.AsArray().Add(Parse("""{"arn": "arn:aws:iam::444455556666:role/uploader"}""")));

        BrokenAt("account of the role", PodIdentityGuide.Examine(state, s_account, LiveFindings.None));
    }

    [Fact]
    public void A_pod_that_started_before_the_association_has_no_variables()
    {
        var live = new LiveFindings { Pods = new([new PodFinding("upload-1", "uploader", "", null, false, false)]) };

        Assert.Equal("kubectl delete pod upload-1 -n app", Assert.Single(BrokenAt("pods", PodIdentityGuide.Examine(State(), s_account, live)).Commands));
    }

    [Fact]
    public void Pods_that_could_not_be_read_are_unknown()
    {
        var examination = PodIdentityGuide.Examine(State(), s_account, new() { Pods = new(null, "pods is forbidden") });

        Assert.IsType<LinkState.Unknown>(examination.Links[^1].State);
    }
}
