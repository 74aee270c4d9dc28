// <snippet>
using Amazon.CDK;
using Constructs;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Automation;

namespace Demo;

public sealed class AutomationStack : Stack
{
    public AutomationStack(Construct scope, string id)
        : base(scope, id)
    {
        var provider = new MappingProvider(this, "Provider", new() { Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }) });

        var gitHub = new AutomationAccess(this, "GitHub", new()
        {
            Provider = provider,
            Name = "github-deployer",
            GitHub = new() { Repository = "your-org/your-repo", Refs = ["refs/heads/main"], Environments = ["production"] },
            Grants = [TeamGrant.Profile(TeamProfile.Edit, ["dev"])],
            Expect = new() { Allowed = ["create deployments.apps -n dev"], Denied = ["create deployments.apps -n kube-system"] },
        });
        var gitLab = new AutomationAccess(this, "GitLab", new()
        {
            Provider = provider,
            Name = "gitlab-deployer",
            GitLab = new() { Project = "group/project", Branches = ["main"] },
            Grants = [TeamGrant.Profile(TeamProfile.Edit, ["dev"])],
        });
        var jenkins = new AutomationAccess(this, "Jenkins", new()
        {
            Provider = provider,
            Name = "jenkins",
            AssumedBy = new() { Arns = ["arn:aws:iam::111122223333:role/jenkins"], ExternalId = "jenkins-external-id" },
            Grants = [TeamGrant.Profile(TeamProfile.Edit, ["dev"])],
        });

        // The pipelines are told which role is theirs.
        _ = new CfnOutput(this, "GitHubRoleArn", new CfnOutputProps { Value = gitHub.RoleArn });
        _ = new CfnOutput(this, "GitLabRoleArn", new CfnOutputProps { Value = gitLab.RoleArn });
        _ = new CfnOutput(this, "JenkinsRoleArn", new CfnOutputProps { Value = jenkins.RoleArn });
    }
}
// </snippet>
