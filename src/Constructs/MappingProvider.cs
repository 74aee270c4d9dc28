using System.Globalization;
using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Constructs;
using EksIamCdk.Constructs.Drift;
using EksIamCdk.Constructs.Functions;
using EksIamCdk.Constructs.Package;
using EksIamCdk.Constructs.Providers;

namespace EksIamCdk.Constructs;

/// <summary>
/// The function behind every custom resource of this library, with its log, its role, and its way into one cluster. Each resource depends
/// on that way in: so it is there before the first call, and is taken away only after the last.
/// </summary>
public sealed class MappingProvider : ProviderBase
{
    private readonly CfnFunction _function;
    private readonly FunctionProgram _program;
    private readonly FunctionSettings _settings;
    private readonly LastAnswer _lastAnswer;
    private PatientFunction? _patient;

    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public MappingProvider(Construct scope, string id, MappingProviderProps props)
        : base(scope, id, props.Cluster)
    {
        Validate(props);
        _program = new FunctionProgram(this, props.Packaging, props.Code, props.PackageDirectory);
        _lastAnswer = new LastAnswer(this, "LastAnswer", _program, props.LogRetention, LogLevel(props));
        var log = FunctionProgram.Log(this, props.LogRetention);
        Role = new Role(this, "Role", new RoleProps
        {
            AssumedBy = new ServicePrincipal("lambda.amazonaws.com"),
            Description = "Lets the EKS IAM mapping function write its log and find its cluster",
            InlinePolicies = new Dictionary<string, PolicyDocument>
            {
                ["Function"] = new(new PolicyDocumentProps { Statements = [FunctionProgram.WriteLog(log), .. Enter(), _lastAnswer.HandOver()] }),
            },
            // Lambda makes the network interfaces in the name of the function's role, and IAM knows no narrower way to let it.
            ManagedPolicies = props.Network is null
                ? null
                : [ManagedPolicy.FromAwsManagedPolicyName("service-role/AWSLambdaVPCAccessExecutionRole")],
        });
        _settings = new FunctionSettings
        {
            Name = props.FunctionName ?? StableName(),
            Description = "Custom resources for aws-auth entries and Kubernetes objects",
            Memory = 512,
            Timeout = RequestTimes.Ordinary.Timeout,
            RoleArn = Role.RoleArn,
            Log = log,
            Variables = Variables(props),
            Network = props.Network,
        };
        _function = _program.Function(this, _settings);
        Before(_lastAnswer.Answers(this, _function));
        foreach (var route in props.Network?.Routes ?? []) Before(route);
        DefaultPolicy = props.LeastPrivilege ? null : Administration;
        LetIn(Role.RoleArn, props.AccessPolicyName is { } policy ? EntryPolicy.ClusterWide(policy) : DefaultPolicy);
        if (props.Drift is { } drift)
        {
            _ = new DriftSchedule(this, "Drift", _function, Cluster, drift);
            Needs(new FunctionNeed.View());
        }
    }

    /// <summary>The function's role: it is what a cluster without access entries has to let in.</summary>
    public Role Role { get; }

    /// <inheritdoc/>
    public override string ServiceToken => _function.AttrArn;

    internal override IRole OwnRole => Role;

    internal override PatientFunction Patient => _patient ??= new PatientFunction(this, "Patient", _program, _lastAnswer, _settings);

    internal override EntryPolicy? DefaultPolicy { get; }

    internal override string FunctionRoleArn => Role.RoleArn;

    /// <summary>A function that another stack has made, such as that of the plain provider template.</summary>
    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public static IMappingProvider FromServiceToken(Construct scope, string id, ExistingProviderProps props) =>
        new ExistingProvider(scope, id, props);

    private Dictionary<string, string> Variables(MappingProviderProps props)
    {
        var variables = new Dictionary<string, string>(LogLevel(props)) { ["EKSIAM_ROLE_ARN"] = Role.RoleArn };
        if (SeesAccessEntries) variables["EKSIAM_AWAIT_ACCESS_ENTRIES"] = "true";
        return variables;
    }

    // Made of the construct's path alone: a function that got another name would be another service token, which CloudFormation refuses.
    private string StableName() =>
        Names.UniqueResourceName(this, new UniqueResourceNameOptions { MaxLength = 64, Separator = "-", AllowedSpecialCharacters = "-_" });

    private void Validate(MappingProviderProps props)
    {
        var problems = new ConstructProblems(Node.Path);
        if (props.FunctionName is { } name && !Token.IsUnresolved(name) && (name.Length is 0 or > 64))
        {
            problems.Add(nameof(props.FunctionName), name, $"1 to 64 characters, not {name.Length.ToString(CultureInfo.InvariantCulture)}");
        }

        if (props.LogLevel is not (null or "Debug" or "Information" or "Warning" or "Error") && !Token.IsUnresolved(props.LogLevel))
        {
            problems.Add(nameof(props.LogLevel), props.LogLevel, "Debug, Information, Warning or Error");
        }

        var form = PackageForm.Of(props.Packaging);
        if (props.PackageDirectory is { } package && !File.Exists(Path.Combine(package, form.Program)))
        {
            problems.Add(nameof(props.PackageDirectory), package, $"a folder with {form.Program}, as {form.Command} makes it");
        }

        if (props is { PackageDirectory: not null, Code: not null })
        {
            problems.Add("PackageDirectory, Code", "both", "at most one of them");
        }

        if (props.Network is { SubnetIds: [] } or { SecurityGroupIds: [] })
        {
            problems.Add(nameof(props.Network), null, "at least one subnet and one security group");
        }

        if (props.Drift is { } drift) DriftSchedule.Validate(drift, problems);

        if (props is { AccessPolicyName: { } policy, LeastPrivilege: true })
        {
            problems.Add(nameof(props.AccessPolicyName), policy, "none: with LeastPrivilege it is computed");
        }

        problems.Throw();
    }

    private static Dictionary<string, string> LogLevel(MappingProviderProps props) =>
        props.LogLevel is { } level ? new() { ["EKSIAM_LOG_LEVEL"] = level } : [];
}
