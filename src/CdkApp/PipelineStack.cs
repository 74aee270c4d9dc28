using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Spec;
using EksIamCdk.Constructs.Pipeline;

namespace EksIamCdk.CdkApp;

/// <summary>The pipeline that rolls a spec out, in the account and Region of its connection.</summary>
public sealed class PipelineStack : Stack
{
    public PipelineStack(Construct scope, string id, SpecFile file, PipelineSpec pipeline, string? packageDirectory)
        : base(scope, id, SpecStacks.Props(
            "pipeline", $"The rollout of who may do what in the EKS cluster {file.Spec.Cluster.Name}", file.Spec.Cluster, Env(pipeline)))
    {
        _ = new AccessPipeline(this, "Pipeline", new()
        {
            Repository = pipeline.Repository.Text,
            Branch = pipeline.Branch.Text,
            ConnectionArn = pipeline.ConnectionArn.Text,
            SynthCommands = [$"npx cdk synth --quiet -c spec={file.Path}"],
            // What a stage gets is tried before it is planned; its checks are run there, too.
            TestCommands = [$"./eksiam sandbox deploy --app cdk.out/assembly-{Node.Id}-Pipeline-{pipeline.Stages[0].Name}"],
            Stages = [.. pipeline.Stages.Select(stage => Stage(file, stage, packageDirectory))],
        });
    }

    // A pipeline that deploys into other accounts has to know its own.
    private static Amazon.CDK.Environment Env(PipelineSpec pipeline)
    {
        var connection = Arn.Split(pipeline.ConnectionArn.Text, ArnFormat.SLASH_RESOURCE_NAME);
        return new() { Account = connection.Account, Region = connection.Region };
    }

    private static AccessPipelineStage Stage(SpecFile file, StageSpec stage, string? packageDirectory)
    {
        var env = new Amazon.CDK.Environment { Account = stage.Account.Text, Region = stage.Region.Text };
        return new()
        {
            Name = stage.Name.Text,
            Account = stage.Account.Text,
            Region = stage.Region.Text,
            Approval = stage.Approval,
            Stacks = scope => SpecStacks.DeclareAccess(scope, file, env, packageDirectory),
        };
    }
}
