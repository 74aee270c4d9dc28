using Amazon.CDK.AWS.IAM;
using Constructs;
using EksIamCdk.Access.Principals;
using EksIamCdk.Constructs.Functions;

namespace EksIamCdk.Constructs.Providers;

/// <summary>A function that another stack has made.</summary>
internal sealed class ExistingProvider : ProviderBase
{
    public ExistingProvider(Construct scope, string id, ExistingProviderProps props)
        : base(scope, id, props.Cluster)
    {
        var problems = new ConstructProblems(Node.Path);
        problems.Required(nameof(props.ServiceToken), props.ServiceToken, "the ARN of the function, or of the topic in front of it");
        problems.Principal(nameof(props.RoleArn), props.RoleArn, PrincipalKind.Role);
        problems.Throw();
        ServiceToken = props.ServiceToken;
        FunctionRoleArn = props.RoleArn;
        DefaultPolicy = props.LeastPrivilege ? null : Administration;
        if (props.RoleArn is { } roleArn) LetIn(roleArn, DefaultPolicy);
    }

    public override string ServiceToken { get; }

    internal override IRole? OwnRole => null;

    internal override PatientFunction? Patient => null;

    internal override EntryPolicy? DefaultPolicy { get; }

    internal override string? FunctionRoleArn { get; }
}
