using System.Text.Json.Nodes;
using EksIamCdk.Access.Iam;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Tests.Linting;

public sealed class WorkloadLintTests
{
    private const string Role = "arn:aws:iam::111122223333:role/app";

    [Theory]
    [InlineData("""{"StringEquals": {"ISSUER:sub": "system:serviceaccount:dev:app", "ISSUER:aud": "sts.amazonaws.com"}}""", "")]
    [InlineData("""{"StringEquals": {"ISSUER:sub": ["system:serviceaccount:dev:other", "system:serviceaccount:dev:app"]}, "StringLike": {"ISSUER:aud": "sts.*"}}""", "")]
    [InlineData("""{"StringEquals": {"ISSUER:aud": "sts.amazonaws.com"}}""", "EKSLINT405")]
    [InlineData("""{"StringEquals": {"ISSUER:sub": "system:serviceaccount:dev:app"}}""", "EKSLINT406")]
    [InlineData("{}", "EKSLINT405 EKSLINT406")]
    [InlineData("""{"StringLike": {"ISSUER:sub": "system:serviceaccount:dev:*", "ISSUER:aud": "sts.amazonaws.com"}}""", "EKSLINT407")]
    [InlineData("""{"StringEquals": {"ISSUER:sub": "system:serviceaccount:dev:*", "ISSUER:aud": "sts.amazonaws.com"}}""", "EKSLINT404")]
    [InlineData("""{"StringNotEquals": {"ISSUER:sub": "system:serviceaccount:dev:evil"}, "StringEquals": {"ISSUER:aud": "sts.amazonaws.com"}}""", "EKSLINT405")]
    [InlineData("""{"StringEquals": {"ISSUER:sub": "system:serviceaccount:dev:app", "ISSUER:aud": "other"}}""", "EKSLINT404")]
    public void The_trust_of_a_role_for_IRSA_is_judged_by_its_conditions(string conditions, string codes) =>
        Assert.Equal(codes, string.Join(' ', Annotated(Trust(conditions)).Codes()));

    [Fact]
    public void A_condition_that_is_not_known_here_is_no_finding_and_is_told_of()
    {
        var report = Annotated(Trust("""{"StringEquals": {"ISSUER:sub": "system:serviceaccount:dev:app", "ISSUER:aud": "sts.amazonaws.com"}, "IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}""")).Lint();

        Assert.Equal([], report.Findings);
        Assert.Equal([$"whether {Role} trusts system:serviceaccount:dev:app: the condition operator IpAddress is not known here"], report.NotChecked);
    }

    [Fact]
    public void A_role_of_which_IAM_did_not_tell_is_no_finding()
    {
        var report = (Annotated(null) with { IamRoles = null }).Lint();

        Assert.Equal([], report.Findings);
        Assert.Equal([$"whether {Role} exists and trusts system:serviceaccount:dev:app: IAM did not tell of it"], report.NotChecked);
    }

    [Fact]
    public void A_trust_in_another_issuer_does_not_trust_this_cluster() =>
        Assert.Equal(
            ["EKSLINT404"],
            Annotated(Trust("""{"StringEquals": {"ISSUER:sub": "system:serviceaccount:dev:app", "ISSUER:aud": "sts.amazonaws.com"}}""", "oidc.eks.eu-west-1.amazonaws.com/id/BBBB")).Codes());

    [Theory]
    [InlineData("""["sts:AssumeRole", "sts:TagSession"]""", "looked", "")]
    [InlineData("""["sts:AssumeRole"]""", "looked", "EKSLINT408")]
    [InlineData("""["sts:AssumeRole", "sts:TagSession"]""", "another", "EKSLINT408")]
    public void The_trust_of_a_role_for_Pod_Identity_needs_both_actions_and_this_cluster(string actions, string cluster, string codes)
    {
        var trust = $$"""
            {"Statement": [{"Effect": "Allow", "Principal": {"Service": "pods.eks.amazonaws.com"}, "Action": {{actions}},
              "Condition": {"StringEquals": {"aws:RequestTag/eks-cluster-name": "{{cluster}}"} } }]}
            """;
        var looked = new Looked
        {
            ServiceAccounts = [new("dev", "app", new Dictionary<string, string>())],
            PodIdentities = [new("dev", "app", Role)],
            IamRoles = [new(Role, true, null, PolicyDocument.Read(JsonNode.Parse(trust)))],
        };

        Assert.Equal(codes, string.Join(' ', looked.Codes()));
    }

    private static Looked Annotated(PolicyDocument? trust) => new()
    {
        ServiceAccounts = [new("dev", "app", new Dictionary<string, string> { [ServiceAccountState.RoleAnnotation] = Role })],
        IamRoles = [new(Role, true, null, trust)],
    };

    private static PolicyDocument? Trust(string conditions, string issuer = Looked.Issuer) => PolicyDocument.Read(JsonNode.Parse($$"""
        {"Statement": [{"Effect": "Allow", "Principal": {"Federated": "arn:aws:iam::111122223333:oidc-provider/{{issuer}}"},
          "Action": "sts:AssumeRoleWithWebIdentity", "Condition": {{conditions.Replace("ISSUER", issuer, StringComparison.Ordinal)}}}]}
        """));
}
