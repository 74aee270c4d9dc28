using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace EksIamCdk.Constructs.Tests.Snippets;

/// <summary>Each page of <c>docs/constructs</c> shows code that compiles (it is a part of this project), synthesises, and makes plain templates.</summary>
public sealed partial class SnippetTests
{
    // Where IAM knows no smaller resource, and why.
    private static readonly (string Type, string Reason)[] s_allResources =
    [
        ("AWS::KMS::Key", "in the policy of a key, the resource is the key itself"),
    ];

    public static TheoryData<string> Constructs => [.. PageOfConstruct.Constructs];

    [Theory]
    [MemberData(nameof(Constructs))]
    public void The_page_shows_the_code(string construct)
    {
        var snippet = PageOfConstruct.Of(construct);
        if (Environment.GetEnvironmentVariable("EKSIAM_UPDATE") == "1") snippet.UpdatePage();

        Assert.True(
            snippet.Code == snippet.CodeOfPage,
            $"docs/constructs/{construct}.md does not show the code of {construct}Snippet.cs: run the tests with EKSIAM_UPDATE=1");
    }

    [Fact]
    public void Each_page_has_its_snippet() => Assert.Equal(PageOfConstruct.Pages, PageOfConstruct.Constructs);

    [Theory]
    [MemberData(nameof(Constructs))]
    public void The_template_is_plain(string construct)
    {
        var snippet = PageOfConstruct.Of(construct);
        var (template, assets) = snippet.Synthesize();
        var problems = new List<string>();
        foreach (var (id, resource) in template["Resources"]!.AsObject())
        {
            var type = resource!["Type"]!.GetValue<string>();
            var isCustom = type.StartsWith("Custom::", StringComparison.Ordinal) || type == "AWS::CloudFormation::CustomResource";
            if (isCustom && !type.StartsWith("Custom::Eks", StringComparison.Ordinal)) problems.Add($"{id}: {type} is a custom resource of CDK's");
            if (type == "AWS::CloudFormation::Stack") problems.Add($"{id}: a nested stack");
            if (type == "AWS::Lambda::Function" && resource["Properties"]!["Handler"]?.GetValue<string>() != "MappingLambda")
            {
                problems.Add($"{id}: a function that is not ours");
            }

            // CDK Pipelines gives its own projects some that IAM knows smaller ones of.
            var ofPipelines = construct == "AccessPipeline" && type == "AWS::IAM::Policy";
            if (HasAllResources(resource) && !ofPipelines && !s_allResources.Any(known => known.Type == type)) problems.Add($"{id}: Resource is * in a {type}");
        }

        if (assets["dockerImages"] is JsonObject { Count: > 0 }) problems.Add("a Docker asset");
        problems.AddRange(
            Accounts.Matches(template.ToJsonString()).Select(match => match.Value).Distinct()
                .Where(account => !snippet.Code.Contains(account, StringComparison.Ordinal))
                .Select(account => $"the account {account} was not given"));

        Assert.Empty(problems);
    }

    private static bool HasAllResources(JsonNode? node) => node switch
    {
        JsonObject map => map.Any(pair => (pair.Key == "Resource" && IsAll(pair.Value)) || HasAllResources(pair.Value)),
        JsonArray list => list.Any(HasAllResources),
        _ => false,
    };

    private static bool IsAll(JsonNode? resource) => resource switch
    {
        JsonValue value => value.GetValue<string>() == "*",
        JsonArray list => list.Any(IsAll),
        _ => false,
    };

    [GeneratedRegex("(?<![0-9A-Za-z])[0-9]{12}(?![0-9A-Za-z])")]
    private static partial Regex Accounts { get; }
}
