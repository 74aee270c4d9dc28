using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

internal static class PipelineChecks
{
    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        if (spec.Pipeline is not { } pipeline) return;
        SpecChecks.Distinct(pipeline.Stages.Select(stage => stage.Name), "stage", problems);
        if (pipeline.Branch.Text.Any(char.IsWhiteSpace))
        {
            problems.Add(pipeline.Branch, "branch is wrong", "the name of a branch, such as main");
        }
        var first = new Dictionary<(string Account, string Region), StageSpec>();
        foreach (var stage in pipeline.Stages.Where(stage => !stage.Account.IsMissing && !stage.Region.IsMissing))
        {
            var place = (stage.Account.Text, stage.Region.Text);
            if (!first.TryAdd(place, stage))
            {
                problems.Note(
                    stage.Account.At,
                    $"stage {stage.Name} is the account and Region of {first[place].Name}: it deploys the same stacks again");
            }

            if (!stage.Name.IsMissing && spec.Cluster is { Arn: { } arn, AccessRoleArn: null } && arn.Text.Split(':') is var parts
                && (parts[4] != stage.Account.Text || parts[3] != stage.Region.Text))
            {
                problems.Note(stage.Name.At, $"stage {stage.Name} is not the account and Region of the cluster's arn");
            }
        }
    }
}
