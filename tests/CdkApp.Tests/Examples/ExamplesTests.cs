using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using static EksIamCdk.CdkApp.Tests.Synthesis;

namespace EksIamCdk.CdkApp.Tests.Examples;

public sealed partial class ExamplesTests
{
    // IAM knows no other resource for these, or the resource is the policy's own.
    private static readonly Dictionary<string, string> s_everything = new()
    {
        ["AWS::KMS::Key kms:*"] = "the policy of a key is about this key",
        ["AWS::KMS::Key kms:Decrypt"] = "the policy of a key is about this key",
        ["AWS::IAM::Policy cloudformation:DescribeStacks"] = "CDK Pipelines: the pipeline that changes itself looks at its stacks",
        ["AWS::IAM::Policy codebuild:BatchGetBuilds"] = "CDK Pipelines: what publishes assets reports to the builds of the pipeline",
        ["AWS::IAM::Policy s3:ListBucket"] = "CDK Pipelines: the pipeline that changes itself looks for the bucket of its bootstrap",
    };

    private static readonly string[] s_types =
        ["Custom::EksAwsAuthEntry", "Custom::EksKubernetesObject", "Custom::EksAccessCheck", "Custom::EksClusterLookup"];

    [Fact]
    public void The_logical_ids_of_all_examples_are_for_ever()
    {
        var ids = string.Concat(ExampleFiles.Templates.Select(one =>
            $"# {one.Example.Path}: {one.Name}\n" + string.Concat(Resources(one.Template)
                .Select(pair => $"{pair.Key} {pair.Value!["Type"]}\n").Order(StringComparer.Ordinal))));
        var file = Path.Combine(Root, "tests", "CdkApp.Tests", "Examples", "logical-ids.txt");
        if (Updating) File.WriteAllText(file, ids);

        Assert.Equal(File.ReadAllText(file), ids);
    }

    [Fact]
    public void Templates_have_no_nested_stack_and_no_custom_resource_of_others()
    {
        foreach (var (example, name, template) in ExampleFiles.Templates)
        {
            Assert.All(Resources(template), pair =>
            {
                var type = pair.Value!["Type"]!.GetValue<string>();
                Assert.NotEqual("AWS::CloudFormation::Stack", type);
                Assert.NotEqual("AWS::CloudFormation::CustomResource", type);
                if (type.StartsWith("Custom::", StringComparison.Ordinal)) Assert.Contains(type, s_types);
                if (type == "AWS::Lambda::Function") Assert.Equal("MappingLambda", pair.Value["Properties"]!["Handler"]!.GetValue<string>());
            });
        }
    }

    [Fact]
    public void Assets_are_files_and_never_images()
    {
        var manifests = ExampleFiles.All.SelectMany(example => Directory.EnumerateFiles(example.Folder, "*.assets.json", SearchOption.AllDirectories));

        Assert.All(manifests, manifest => Assert.Empty(JsonNode.Parse(File.ReadAllText(manifest))!["dockerImages"]!.AsObject()));
    }

    [Fact]
    public void No_account_number_comes_from_elsewhere_than_the_spec()
    {
        foreach (var (example, name, template) in ExampleFiles.Templates)
        {
            var given = File.ReadAllText(Path.Combine(Root, example.Path));
            var numbers = AccountNumber().Matches(template.ToJsonString()).Select(match => match.Value).Distinct();
            Assert.All(numbers, number => Assert.True(given.Contains(number, StringComparison.Ordinal), $"{example.Path}, {name}: {number}"));
        }
    }

    [Fact]
    public void Nothing_may_be_done_with_everything_but_for_a_reason()
    {
        var found =
            from one in ExampleFiles.Templates
            from resource in Resources(one.Template)
            from statement in Statements(resource.Value!["Properties"])
            where Words(statement["Resource"]).Contains("*")
            select (Where: $"{one.Example.Path} {one.Name} {resource.Key}", What: $"{resource.Value["Type"]} {Words(statement["Action"])[0]}");

        Assert.All(found, one => Assert.True(s_everything.ContainsKey(one.What), $"{one.Where}: {one.What}"));
    }

    [Fact]
    public void Nobody_may_do_everything()
    {
        var actions =
            from one in ExampleFiles.Templates
            from resource in Resources(one.Template)
            where resource.Value!["Type"]!.GetValue<string>() != "AWS::KMS::Key"
            from statement in Statements(resource.Value["Properties"])
            where statement["Effect"]!.GetValue<string>() == "Allow"
            from action in Words(statement["Action"])
            select (resource.Key, action);

        Assert.All(actions, pair => Assert.DoesNotMatch(@"^(\*|[a-z0-9-]+:\*)$", pair.action));
    }

    [Fact]
    public void The_linter_of_CloudFormation_has_nothing_to_say()
    {
        var templates = ExampleFiles.All.SelectMany(example => Directory.EnumerateFiles(example.Folder, "*.template.json", SearchOption.AllDirectories))
            .Concat(Directory.EnumerateFiles(Path.Combine(Root, "examples", "plain-cloudformation"), "*.template.*"))
            .Append(Path.Combine(Root, "examples", "adopt", "adopt.template.yaml"))
            .Append(Path.Combine(Root, "examples", "fleet", "package-bucket.yaml"));

        Programs.Lint([.. templates]);
    }

    private static IEnumerable<JsonObject> Statements(JsonNode? node) => node switch
    {
        JsonObject map when map.ContainsKey("Effect") && map.ContainsKey("Action") => [map],
        JsonObject map => map.SelectMany(pair => Statements(pair.Value)),
        JsonArray list => list.SelectMany(Statements),
        // A trust policy with the issuer in a key is JSON text.
        JsonValue value when value.TryGetValue<string>(out var text) && text.StartsWith("{\"Version\"", StringComparison.Ordinal) =>
            Statements(JsonNode.Parse(text)),
        _ => [],
    };

    private static string[] Words(JsonNode? node) => node switch
    {
        JsonArray list => [.. list.SelectMany(Words)],
        JsonValue value => [value.GetValue<string>()],
        _ => [],
    };

    [GeneratedRegex("(?<![0-9a-zA-Z])[0-9]{12}(?![0-9a-zA-Z])")]
    private static partial Regex AccountNumber();
}
