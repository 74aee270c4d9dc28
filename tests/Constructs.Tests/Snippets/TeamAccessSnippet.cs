#pragma warning disable IDE0005 // Complete also where a project has no implicit usings.
// <snippet>
using System;
using Amazon.CDK;
using Constructs;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Iam;

namespace Demo;

public sealed class TeamStack : Stack
{
    public TeamStack(Construct scope, string id)
        : base(scope, id)
    {
        var provider = new MappingProvider(this, "Provider", new() { Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }) });

        _ = new TeamAccess(this, "Developers", new()
        {
            Provider = provider,
            Name = "developers",
            Principals =
            [
                TeamPrincipal.Role("arn:aws:iam::111122223333:role/team/Developer"),
                TeamPrincipal.User("arn:aws:iam::111122223333:user/alice"),
                TeamPrincipal.PermissionSet("DeveloperAccess", "111122223333", "AWSReservedSSO_DeveloperAccess_0123456789abcdef"),
                TeamPrincipal.CreatedRole(
                    "eks-developer",
                    new ArnTrust { Arns = ["arn:aws:iam::111122223333:root"], ExternalId = "my-external-id", Mfa = true },
                    maxSession: TimeSpan.FromHours(1)),
            ],
            Groups = ["oncall"],
            Grants =
            [
                TeamGrant.Profile(TeamProfile.View, ["dev", "staging"]),
                TeamGrant.Own(
                    "pod-updater", [new() { ApiGroups = [""], Resources = ["pods"], Verbs = ["get", "list", "update"] }], ["dev"]),
            ],
            Expect = new()
            {
                Allowed = ["get pods -n dev", "get pods --subresource=log -n dev"],
                Denied = ["delete pods -n dev", "get pods -n production", "get configmap/aws-auth -n kube-system"],
            },
        });
    }
}
// </snippet>
