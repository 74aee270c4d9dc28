#pragma warning disable IDE0005 // Complete also where a project has no implicit usings.
// <snippet>
using System.Collections.Generic;
using Amazon.CDK;
using Constructs;
using EksIamCdk.Constructs;

namespace Demo;

public sealed class ObjectStack : Stack
{
    public ObjectStack(Construct scope, string id)
        : base(scope, id)
    {
        var provider = new MappingProvider(this, "Provider", new() { Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }) });

        _ = new KubernetesObject(this, "Settings", new()
        {
            Provider = provider,
            Manifest = new Dictionary<string, object>
            {
                ["apiVersion"] = "v1",
                ["kind"] = "ConfigMap",
                ["metadata"] = new Dictionary<string, object> { ["name"] = "aws-settings", ["namespace"] = "default" },
                ["data"] = new Dictionary<string, object> { ["region"] = Region, ["clusterEndpoint"] = provider.Endpoint },
            },
            OnConflict = OnConflict.Fail,
            OnDelete = OnDelete.Delete,
        });
    }
}
// </snippet>
