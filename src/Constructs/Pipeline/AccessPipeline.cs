using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.AWS.CodeBuild;
using Amazon.CDK.AWS.CodePipeline;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.Pipelines;
using Constructs;

namespace EksIamCdk.Constructs.Pipeline;

/// <summary>
/// A staged rollout of access: synth and tests, then for each stage the plan as an artefact, an approval where it is asked for, the
/// deployment with its access checks (a check that does not hold rolls the stage back and stops the pipeline), and the list of what was
/// checked.
/// </summary>
public sealed partial class AccessPipeline : Construct
{
    private const string CheckType = "Custom::EksAccessCheck";

    private static readonly string[] s_install =
    [
        "curl --fail --silent --show-error --location https://dot.net/v1/dotnet-install.sh | bash -s -- --channel 10.0 --install-dir /opt/dotnet",
        "export PATH=/opt/dotnet:$PATH DOTNET_ROOT=/opt/dotnet DOTNET_CLI_TELEMETRY_OPTOUT=1",
        "npm ci",
    ];

    private readonly CodeBuildStep _synth;

    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public AccessPipeline(Construct scope, string id, AccessPipelineProps props)
        : base(scope, id)
    {
        Validate(props);
        _synth = new CodeBuildStep("Synth", new CodeBuildStepProps
        {
            Input = CodePipelineSource.Connection(
                props.Repository, props.Branch ?? "main", new ConnectionSourceOptions { ConnectionArn = props.ConnectionArn }),
            InstallCommands = [.. props.InstallCommands ?? s_install],
            Commands = [.. props.SynthCommands ?? ["npx cdk synth --quiet"], .. props.TestCommands ?? ["dotnet test"]],
            PrimaryOutputDirectory = "cdk.out",
            PartialBuildSpec = Node22(),
        });
        Pipeline = new CodePipeline(this, "Resource", new CodePipelineProps
        {
            Synth = _synth,
            CodePipeline = Underlying(),
            PublishAssetsInParallel = false,
            CodeBuildDefaults = new CodeBuildOptions
            {
                BuildEnvironment = new BuildEnvironment { BuildImage = LinuxBuildImage.STANDARD_7_0 },
            },
        });
        foreach (var stage in props.Stages) Add(stage);
    }

    /// <summary>The pipeline, for what these properties do not say.</summary>
    public CodePipeline Pipeline { get; }

    private Amazon.CDK.AWS.CodePipeline.Pipeline Underlying()
    {
        var pipeline = new Amazon.CDK.AWS.CodePipeline.Pipeline(this, "Pipeline", new PipelineProps
        {
            PipelineType = PipelineType.V2,
            CrossAccountKeys = true,
            EnableKeyRotation = true,
            RestartExecutionOnUpdate = true,
        });
        // What CDK writes here is right: cfn-lint takes its own hint on style, Fn::Sub instead of Fn::Join, for an error in an action (E3703),
        // and the dependency on the role, which comes with that on its policy, is there twice (W3005).
        ((CfnPipeline)pipeline.Node.DefaultChild!).AddMetadata("cfn-lint", new Dictionary<string, object>
        {
            ["config"] = new Dictionary<string, object> { ["ignore_checks"] = new[] { "E3703", "W3005" } },
        });
        return pipeline;
    }

    private void Add(AccessPipelineStage props)
    {
        var stage = new Stage(this, props.Name, new Amazon.CDK.StageProps
        {
            Env = new Amazon.CDK.Environment { Account = props.Account, Region = props.Region },
        });
        props.Stacks(stage);
        var checks = Checks(stage);
        var plan = Plan(stage, props);
        Step[] before = [plan];
        if (props.Approval)
        {
            var approval = new ManualApprovalStep($"{props.Name}.Approval", new ManualApprovalStepProps
            {
                Comment = $"What changes in {props.Name} is the artefact of {plan.Id}. Access checks that run with the deployment: {checks.Count}.",
            });
            approval.AddStepDependency(plan);
            before = [plan, approval];
        }

        Pipeline.AddStage(stage, new AddStageOpts { Pre = before, Post = checks.Count == 0 ? [] : [Checked(stage, props, checks)] });
    }

    // The lookup role of the stage's bootstrap may only read: what it sees is what the diff is made of.
    private CodeBuildStep Plan(Stage stage, AccessPipelineStage props) => new($"{props.Name}.Plan", new CodeBuildStepProps
    {
        Input = _synth,
        InstallCommands = ["npm install --global aws-cdk@2"],
        Commands =
        [
            "mkdir plan",
            $"cdk diff --app . --no-change-set --no-color '{stage.Node.Path}/*' > plan/{props.Name}.txt 2>&1 || {{ cat plan/{props.Name}.txt; exit 1; }}",
            $"cat plan/{props.Name}.txt",
        ],
        PrimaryOutputDirectory = "plan",
        PartialBuildSpec = Node22(),
        RolePolicyStatements =
        [
            new PolicyStatement(new PolicyStatementProps
            {
                Actions = ["sts:AssumeRole"],
                Resources =
                [
                    $"arn:{Aws.PARTITION}:iam::{props.Account}:role/cdk-{DefaultStackSynthesizer.DEFAULT_QUALIFIER}-lookup-role-{props.Account}-{props.Region}",
                ],
            }),
        ],
    });

    // The reference of a check is known only when it held.
    private static IReadOnlyList<(Stack Stack, string Held)> Checks(Stage stage) =>
        [.. stage.Node.FindAll().OfType<CfnResource>().Where(resource => resource.CfnResourceType == CheckType).Select(check => (check.Stack, check.Ref))];

    private static ShellStep Checked(Stage stage, AccessPipelineStage props, IReadOnlyList<(Stack Stack, string Held)> checks)
    {
        var held = checks.GroupBy(check => check.Stack.Node.Id).ToDictionary(
            group => $"CHECKS_{NotInVariables().Replace(group.Key, "_")}",
            group => new CfnOutput(group.First().Stack, "AccessChecks", new CfnOutputProps
            {
                Description = "The access checks of this stack, each of which held",
                Value = Fn.Join(" ", [.. group.Select(check => check.Held)]),
            }));
        return new($"{props.Name}.AccessChecks", new ShellStepProps
        {
            EnvFromCfnOutputs = held,
            Commands = [.. held.Keys.Select(name => $"for check in ${name}; do echo \"held: $check\"; done")],
        });
    }

    private static BuildSpec Node22() => BuildSpec.FromObject(new Dictionary<string, object>
    {
        ["phases"] = new Dictionary<string, object>
        {
            ["install"] = new Dictionary<string, object> { ["runtime-versions"] = new Dictionary<string, object> { ["nodejs"] = "22" } },
        },
    });

    private void Validate(AccessPipelineProps props)
    {
        var problems = new ConstructProblems(Node.Path);
        if (!RepositoryForm().IsMatch(props.Repository)) problems.Add(nameof(props.Repository), props.Repository, "owner/name");
        problems.Required(nameof(props.ConnectionArn), props.ConnectionArn, "the ARN of the connection to the repository");
        if (props.Stages.Count == 0) problems.Add(nameof(props.Stages), null, "at least one stage");
        foreach (var stage in props.Stages)
        {
            if (!StageForm().IsMatch(stage.Name)) problems.Add(nameof(stage.Name), stage.Name, "letters, digits and hyphens, a letter first");
            problems.AccountId(nameof(stage.Account), stage.Account);
            problems.Required(nameof(stage.Region), stage.Region, $"the Region of {stage.Name}");
        }

        foreach (var twice in props.Stages.GroupBy(stage => stage.Name).Where(group => group.Count() > 1))
        {
            problems.Add(nameof(props.Stages), twice.Key, "each name once");
        }

        problems.Throw();
    }

    [GeneratedRegex("^[^/ ]+/[^ ]+$")]
    private static partial Regex RepositoryForm();

    [GeneratedRegex("^[a-zA-Z][-a-zA-Z0-9]{0,80}$")]
    private static partial Regex StageForm();

    [GeneratedRegex("[^a-zA-Z0-9_]")]
    private static partial Regex NotInVariables();
}
