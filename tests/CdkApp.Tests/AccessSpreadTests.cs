using System.Text.Json.Nodes;
using Amazon.CDK;
using static EksIamCdk.CdkApp.Tests.Synthesis;

namespace EksIamCdk.CdkApp.Tests;

public sealed class AccessSpreadTests
{
    private const int Teams = 1000;
    private const int Stacks = 4;

    [Fact]
    public void With_one_stack_more_a_team_stays_or_goes_to_the_new_one()
    {
        for (var stacks = 1; stacks < 10; stacks++)
        {
            var teams = Enumerable.Range(0, 200).Select(ManyTeams.Name).ToList();
            var moved = teams.Where(team => AccessSpread.StackOf(team, stacks) != AccessSpread.StackOf(team, stacks + 1)).ToList();

            Assert.All(moved, team => Assert.Equal(stacks + 1, AccessSpread.StackOf(team, stacks + 1)));
            Assert.InRange(moved.Count, 1, 200 * 2 / (stacks + 1));
        }
    }

    [Fact]
    public void Where_a_team_is_for_ever() => Assert.Equal(
        [4, 1, 1, 3, 1, 4, 4, 4],
        new[] { "developers", "ops", "auditors", "oncall", "data", "payments", "search", "platform" }.Select(team => AccessSpread.StackOf(team, 4)));

    [Fact]
    public void A_thousand_teams_fit_into_four_stacks_each_once_and_those_with_the_function_and_the_roles_first()
    {
        var folder = SpreadOver(Stacks, ManyTeams.Spec(Teams));
        var templates = Enumerable.Range(1, Stacks).Select(number => number == 1 ? "AccessStack" : $"AccessStack{number}")
            .ToDictionary(name => name, name => JsonNode.Parse(File.ReadAllText(Path.Combine(folder, $"{name}.template.json")))!.AsObject());
        var manifest = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, "manifest.json")))!["artifacts"]!;

        Assert.Empty(ResourceLimit.Problems(folder));
        Assert.All(templates.Values, template => Assert.InRange(Resources(template).Count, 200, ResourceLimit.Most));

        var made = templates.Values.SelectMany(template => Made(template).Keys).ToList();
        Assert.Equal(made.Distinct().Order(StringComparer.Ordinal), made.Order(StringComparer.Ordinal));
        Assert.Superset(Enumerable.Range(0, Teams).Select(ManyTeams.Arn).ToHashSet(), made.ToHashSet());
        Assert.Equal(Teams / 20, made.Count(name => name.StartsWith("RoleBinding dev/", StringComparison.Ordinal)));
        Assert.Contains("Role dev/pod-updater", Made(templates["AccessStack"]).Keys);
        Assert.Contains("Namespace dev", Made(templates["AccessStack"]).Keys);

        for (var number = 2; number <= Stacks; number++)
        {
            var before = number == 2 ? "AccessStack" : $"AccessStack{number - 1}";
            Assert.Contains(before, manifest[$"AccessStack{number}"]!["dependencies"]!.AsArray().Select(name => name!.GetValue<string>()));
        }
    }

    [Fact]
    public void A_team_more_moves_no_other()
    {
        var few = Placed(SpreadOver(3, ManyTeams.Spec(30)));
        var more = Placed(SpreadOver(3, ManyTeams.Spec(31)));

        Assert.Equal(few, more.Where(placed => few.ContainsKey(placed.Key)).ToDictionary());
        Assert.Equal(few.Count + 1, more.Count);
    }

    [Fact]
    public void A_template_too_large_is_told_with_what_it_is_made_of_and_what_to_do()
    {
        var folder = Directory.CreateTempSubdirectory("eks-iam-cdk-limit-");
        Write("Large", [.. Enumerable.Repeat("Custom::EksAwsAuthEntry", 480), .. Enumerable.Repeat("AWS::IAM::Role", 21)]);
        Write("Full", [.. Enumerable.Repeat("Custom::EksAwsAuthEntry", 500)]);

        Assert.Equal(
            "Large has 501 resources, and CloudFormation takes 500 in a stack: 480 Custom::EksAwsAuthEntry, 21 AWS::IAM::Role. "
            + "Spread the items of access over more stacks: -c accessStacks=2, or that key in the context of cdk.json (docs/many-teams.md).",
            Assert.Single(ResourceLimit.Problems(folder.FullName)));
        folder.Delete(recursive: true);

        void Write(string name, string[] types) => File.WriteAllText(
            Path.Combine(folder.FullName, $"{name}.template.json"),
            new JsonObject
            {
                ["Resources"] = new JsonObject(types.Index().Select(type => KeyValuePair.Create($"R{type.Index}", (JsonNode?)new JsonObject { ["Type"] = type.Item }))),
            }.ToJsonString());
    }

    private static string SpreadOver(int stacks, string spec)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "many-teams.yaml");
        File.WriteAllText(path, spec);
        var app = new App(new AppProps { AnalyticsReporting = false });
        app.Node.SetContext(AccessSpread.Key, stacks);
        SpecStacks.Declare(app, SpecFile.Read(path, TextWriter.Null)!, new Amazon.CDK.Environment(), Package);
        return app.Synth().Directory;
    }

    private static Dictionary<string, string> Placed(string folder) => Directory.EnumerateFiles(folder, "AccessStack*.template.json")
        .SelectMany(path => Made(JsonNode.Parse(File.ReadAllText(path))!.AsObject()).Keys.Select(made => (Path.GetFileName(path), made)))
        .ToDictionary(placed => placed.made, placed => placed.Item1);
}
