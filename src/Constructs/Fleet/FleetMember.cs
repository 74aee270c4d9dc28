using System.Diagnostics;
using Amazon.CDK;
using Constructs;

namespace EksIamCdk.Constructs.Fleet;

/// <summary>The stack that every account and Region of an <see cref="AccessFleet"/> gets.</summary>
public sealed class FleetMember : Stack
{
    internal const string PrefixParameter = "PackageBucketPrefix";
    internal const string TokenParameter = "ServiceToken";

    internal FleetMember(Construct scope, string id, FleetPackage package, string? description)
        : base(scope, id, new StackProps { StackName = id, Description = description, Synthesizer = new BootstraplessSynthesizer() })
    {
        switch (package)
        {
            case FleetPackage.Buckets buckets:
                var prefix = Parameter(PrefixParameter, "The function's zip is in the bucket PREFIX-REGION");
                Code = FunctionCode.FromBucket($"{prefix}-{Region}", buckets.Key ?? throw new UnreachableException());
                break;
            case FleetPackage.ServiceTokens:
                ServiceToken = Parameter(TokenParameter, "ARN of the function in this Region");
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The function's code in this member's Region, unless there is a <see cref="ServiceToken"/>.</summary>
    public FunctionCode? Code { get; }

    /// <summary>The function that is there already, where the fleet was given some.</summary>
    public string? ServiceToken { get; }

    /// <summary>The provider of a cluster: with the member's own function, or the one that is there already.</summary>
    public IMappingProvider Provider(string id, ClusterTarget cluster) => ServiceToken is { } token
        ? MappingProvider.FromServiceToken(this, id, new() { Cluster = cluster, ServiceToken = token })
        : new MappingProvider(this, id, new() { Cluster = cluster, Code = Code });

    private string Parameter(string name, string description) =>
        new CfnParameter(this, name, new CfnParameterProps { Type = "String", Description = description }).ValueAsString;
}
