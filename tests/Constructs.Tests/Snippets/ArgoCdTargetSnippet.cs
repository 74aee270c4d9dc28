#pragma warning disable IDE0005 // Complete also where a project has no implicit usings.
// <snippet>
using System.Collections.Generic;
using Amazon.CDK;
using Constructs;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.ArgoCd;

namespace Demo;

public sealed class ArgoCdStack : Stack
{
    public ArgoCdStack(Construct scope, string id)
        : base(scope, id)
    {
        var provider = new MappingProvider(this, "Provider", new() { Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }) });

        _ = new ArgoCdTarget(this, "ArgoCd", new()
        {
            Provider = provider,
            ControllerRoleArns = ["arn:aws:iam::111122223333:role/argocd"],
            RegisterIn = ArgoCdRegistry.Of(ClusterTarget.FromAttributes(new()
            {
                Name = "tools",
                AccessRoleArn = "arn:aws:iam::444455556666:role/argocd-registrar", // the cluster of Argo CD is in another account
                ExternalId = "demo",
            })),
            Labels = new Dictionary<string, string> { ["stage"] = "production" },
        });
    }
}
// </snippet>
