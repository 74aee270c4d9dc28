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
        : base(scope, id, new StackProps { Description = description, Synthesizer = new BootstraplessSynthesizer() })
    {
        switch (package)
        {
            case FleetPackage.Buckets buckets:
                var prefix = Parameter(PrefixParameter, "The function's zip is in the bucket PREFIX-REGION");
                PackageBucket = $"{prefix}-{Region}";
                PackageKey = buckets.Key ?? throw new UnreachableException();
                break;
            case FleetPackage.ServiceTokens:
                ServiceToken = Parameter(TokenParameter, "ARN of the function in this Region");
                break;
            default:
                throw new UnreachableException();
        }
    }

    /// <summary>The bucket of the function's zip in this member's Region, unless there is a <see cref="ServiceToken"/>.</summary>
    public string? PackageBucket { get; }

    /// <summary>The key of the function's zip, unless there is a <see cref="ServiceToken"/>.</summary>
    public string? PackageKey { get; }

    /// <summary>The function that is there already, where the fleet was given some.</summary>
    public string? ServiceToken { get; }

    private string Parameter(string name, string description) =>
        new CfnParameter(this, name, new CfnParameterProps { Type = "String", Description = description }).ValueAsString;
}
