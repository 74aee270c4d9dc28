using EksIamCdk.Access.Iam;
using EksIamCdk.Access.Spec;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;
using EksIamCdk.Inspection.Tests.Explaining;

namespace EksIamCdk.Inspection.Tests.Snapshots;

/// <summary>What a spec makes, asked before it is deployed. That the app makes the same is held in CdkApp.Tests.</summary>
public sealed class SpecStateTests
{
    private const string Existing = """
        cluster: { name: demo, arn: "arn:aws-cn:eks:cn-north-1:111122223333:cluster/demo", region: cn-north-1, oidcIssuer: https://oidc.example/id/1 }
        namespaces: [{ name: dev, podSecurity: restricted }]
        roles: [{ name: updater, namespaces: [dev], rules: [{ apiGroups: [""], resources: [pods], verbs: [update] }] }]
        access:
          - name: devs
            principals: [{ createRole: { name: eks-dev, trust: { arns: ["arn:aws-cn:iam::111122223333:root"], externalId: secret-id, mfa: true } } }]
            grant: [{ role: updater }]
        nodes:
          - { role: "arn:aws-cn:iam::111122223333:role/a", kind: linux }
          - { role: "arn:aws-cn:iam::111122223333:role/b", kind: fargate, via: both }
        workloads:
          - { serviceAccount: dev/irsa, createRole: { statements: [{ actions: ["s3:GetObject"], resources: ["*"] }] } }
          - { serviceAccount: dev/pods, identity: pod-identity, createRole: { statements: [{ actions: ["s3:GetObject"], resources: ["*"] }] } }
        automation:
          - { name: ci, github: { repository: o/r, refs: [refs/heads/main] }, grant: [{ profile: edit, namespaces: [dev] }] }
          - { name: jenkins, assumedBy: { arns: ["arn:aws-cn:iam::111122223333:role/jenkins"] }, grant: [{ profile: view, namespaces: [dev] }] }
        """;

    private static ClusterState Of(string spec)
    {
        var reading = AccessSpec.Read(spec);
        Assert.Empty(reading.Problems);
        var problems = new List<string>();
        var state = SpecState.Of(reading.Spec!).ToState(problems);
        Assert.Empty(problems);
        return state!;
    }

    [Fact]
    public void A_role_that_is_made_may_what_is_granted_and_trusts_whom_the_spec_says()
    {
        var state = Of(Existing);
        var who = Some.Who(state, "arn:aws-cn:iam::111122223333:role/eks-dev", "ann");

        Assert.Equal("eks-dev:ann", who.Identity!.User.Username);
        Assert.True(new Rights(state, who.Identity).Decide(Some.Ask("update", "pods", "dev")).Allowed);
        Assert.False(new Rights(state, who.Identity).Decide(Some.Ask("update", "pods", "default")).Allowed);
        var trust = state.IamRoles!.Single(role => role.Arn.EndsWith("/eks-dev", StringComparison.Ordinal)).Trust!;
        var known = new AssumeRequest.ByArn("arn:aws-cn:sts::111122223333:assumed-role/x/y") { ExternalId = "secret-id", Mfa = true };
        Assert.True(RoleTrust.Decide(trust, known).IsAllowed);
        Assert.False(RoleTrust.Decide(trust, known with { ExternalId = null }).IsAllowed);
    }

    [Fact]
    public void Automations_come_by_the_role_of_their_name()
    {
        var state = Of(Existing);

        Assert.Equal(["arn:aws-cn:iam::111122223333:role/ci"], WhoCan.Ask(state, new KnownPrincipals(state), Some.Ask("create", "pods", "dev")).Iam.Select(able => able.Who.Principal.ToString()));
    }

    [Fact]
    public void Workloads_have_their_roles_each_of_which_trusts_it_alone()
    {
        var state = Of(Existing);
        var roles = new WorkloadRoles(state);

        Assert.Equal(WorkloadRoleKind.Irsa, Assert.Single(roles.Of(new("dev", "irsa"))).Kind);
        Assert.Equal(WorkloadRoleKind.PodIdentity, Assert.Single(roles.Of(new("dev", "pods"))).Kind);
        Assert.All(state.IamRoles!.Where(role => role.Arn.Contains("/dev-", StringComparison.Ordinal)), role => Assert.NotNull(role.Trust));
        Assert.Equal("restricted", state.Namespaces.Single(ns => ns.Name == "dev").PodSecurity);
    }

    [Fact]
    public void Nodes_come_by_what_the_cluster_reads()
    {
        var state = Of(Existing);

        Assert.IsType<MappedBy.AwsAuthEntry>(Some.Who(state, "arn:aws-cn:iam::111122223333:role/a").Identity!.By);
        Assert.IsType<MappedBy.AccessEntry>(Some.Who(state, "arn:aws-cn:iam::111122223333:role/b").Identity!.By);
    }

    [Fact]
    public void A_cluster_that_is_made_has_its_administrators_by_access_entries()
    {
        var state = Of("""
            cluster: { name: demo, authenticationMode: API, create: { version: "1.34", adminRoles: [arn:aws:iam::111122223333:role/Admin] } }
            access: [{ name: guests, principals: [arn:aws:iam::111122223333:user/ann], groups: [system:masters] }]
            workloads: [{ serviceAccount: default/irsa, createRole: { statements: [{ actions: ["s3:GetObject"], resources: ["*"] }] } }]
            argocd: { controllerRoles: ["arn:aws:iam::111122223333:role/argocd"] }
            """);

        Assert.Equal(
            ["arn:aws:iam::111122223333:role/Admin", "arn:aws:iam::111122223333:role/argocd", "arn:aws:iam::111122223333:user/ann"],
            WhoCan.Ask(state, new KnownPrincipals(state), Some.Ask("delete", "nodes")).Iam.Select(able => able.Who.Principal.ToString()));
        Assert.Null(state.IamRoles!.Single(role => role.Arn.EndsWith("/default-irsa", StringComparison.Ordinal)).Trust);
        Assert.Equal("the live cluster", Assert.Single(state.Unread).What);
    }
}
