// <snippet>
using Amazon.CDK;
using Constructs;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Fleet;

namespace Demo;

public sealed class FleetStack : Stack
{
    public FleetStack(Construct scope, string id)
        : base(scope, id)
    {
        _ = new AccessFleet(this, "Fleet", new()
        {
            StackSetName = "eks-access",
            Targets = FleetTargets.OrganizationalUnits("ou-abcd-12345678"),
            Regions = ["eu-west-1", "us-east-1"],
            MaxConcurrentPercentage = 25,
            FailureTolerancePercentage = 0,
            Member = member =>
            {
                var provider = member.Provider("Provider", ClusterTarget.FromAttributes(new() { Name = "platform" }));
                _ = new TeamAccess(member, "Developers", new()
                {
                    Provider = provider,
                    Name = "developers",
                    Principals = [TeamPrincipal.Role("arn:aws:iam::111122223333:role/Developer")],
                    Grants = [TeamGrant.Profile(TeamProfile.View)],
                    Expect = new() { Allowed = ["get pods -n default"], Denied = ["get secrets -n kube-system"] },
                });
            },
        });
    }
}
// </snippet>
