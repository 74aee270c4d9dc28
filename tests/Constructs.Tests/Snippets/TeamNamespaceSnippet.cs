#pragma warning disable IDE0005 // Complete also where a project has no implicit usings.
// <snippet>
using System.Collections.Generic;
using Amazon.CDK;
using Constructs;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Namespaces;

namespace Demo;

public sealed class NamespaceStack : Stack
{
    public NamespaceStack(Construct scope, string id)
        : base(scope, id)
    {
        var provider = new MappingProvider(this, "Provider", new() { Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }) });

        _ = new TeamNamespace(this, "Dev", new()
        {
            Provider = provider,
            Name = "dev",
            PodSecurity = PodSecurityLevel.Baseline,
            Quota = new Dictionary<string, string> { ["requests.cpu"] = "20", ["requests.memory"] = "64Gi", ["pods"] = "100" },
            DefaultLimit = new Dictionary<string, string> { ["cpu"] = "500m", ["memory"] = "512Mi" },
            DefaultRequest = new Dictionary<string, string> { ["cpu"] = "100m", ["memory"] = "128Mi" },
            Network = NetworkDefaults.DenyIngress,
        });

        // Declared by this provider in the namespace: deployed after it, without a word.
        _ = new ServiceAccount(this, "Runner", new() { Provider = provider, Namespace = "dev", Name = "runner", AutomountToken = false });
    }
}
// </snippet>
