using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using Amazon.CDK.AWS.SNS;
using Constructs;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Clusters;

namespace EksIamCdk.EndToEnd.Tests.Moving;

/// <summary>A team by its role, and an administrator by <c>system:masters</c>, let in by one way or another.</summary>
internal sealed class MovingStack : Stack
{
    public const string Cluster = "demo";
    public const string Developer = "arn:aws:iam::111122223333:role/team/Developer";
    public const string Admin = "arn:aws:iam::111122223333:role/Admin";

    public MovingStack(Construct scope, string id, string package, MovingStep step)
        : base(scope, id)
    {
        var provider = new MappingProvider(this, "Provider", new()
        {
            Cluster = ClusterTarget.FromAttributes(new() { Name = Cluster, AuthenticationMode = step.Mode }),
            PackageDirectory = package,
        });
        var mode = step.TakesMode ? new AuthenticationModeStep(this, "Mode", new() { Provider = provider }) : null;
        var team = new TeamAccess(this, "Developers", new()
        {
            Provider = provider,
            Name = "developers",
            Principals = [TeamPrincipal.Role(Developer)],
            Username = "developer:{{SessionName}}",
            Groups = ["oncall"],
            Grants = [TeamGrant.Profile(TeamProfile.View)],
            Via = step.Via,
        });
        var admin = new PrincipalMapping(this, "Admin", new()
        {
            Provider = provider,
            RoleArn = Admin,
            Groups = ["system:masters", "admins"],
            Via = step.Via,
        });
        // Changes with each step, after all else: it is what fails when a step is to fail at its end.
        var late = new CfnTopic(this, "Late", new CfnTopicProps { DisplayName = $"{step.Via} {step.Mode} {step.TakesMode}" });
        late.Node.AddDependency(team, admin);
        if (mode is not null) late.Node.AddDependency(mode);
    }
}

/// <summary>Where a cluster and its principals stand on the way.</summary>
public sealed record MovingStep(MappingVia Via, AuthenticationMode Mode = AuthenticationMode.API_AND_CONFIG_MAP, bool TakesMode = false)
{
    public static readonly MovingStep AwsAuth = new(MappingVia.AwsAuth);
    public static readonly MovingStep Both = new(MappingVia.Both);
    public static readonly MovingStep AccessEntry = new(MappingVia.AccessEntry);
}
