using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Clusters;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests.Clusters;

public sealed class AuthenticationModeStepTests
{
    private const string Dev = "arn:aws:iam::111122223333:role/Dev";

    [Fact]
    public void The_mode_is_that_of_the_cluster_and_its_function_has_all_the_time_there_is()
    {
        var template = Template(stack => _ = new AuthenticationModeStep(
            stack, "Mode", new() { Provider = Provider(stack, Cluster(AuthenticationMode.API)), AllowLockout = true }));

        var properties = template.One("Custom::EksAuthenticationMode")["Properties"]!;
        var function = template.At((string)properties["ServiceToken"]!["Fn::GetAtt"]![0]!)["Properties"]!;
        AssertJson("""{"Name": "demo"}""", properties["Cluster"]);
        Assert.Equal(("API", true, 1140), ((string?)properties["Mode"], (bool)properties["AllowLockout"]!, (int)properties["ServiceTimeout"]!));
        Assert.Equal(900, (int)function["Timeout"]!);
        AssertJson(template.At("Provider2281708E")["Properties"]!["Role"]!.ToJsonString(), function["Role"]);
        AssertJson(
            """["eks:UpdateClusterConfig", "eks:DescribeUpdate"]""",
            template.One("AWS::IAM::Policy")["Properties"]!["PolicyDocument"]!["Statement"]![0]!["Action"]);
    }

    [Fact]
    public void Without_a_step_there_is_no_second_function_for_it() =>
        Assert.DoesNotContain(900, Template(stack => Provider(stack)).All("AWS::Lambda::Function").Values.Select(function => (int)function["Properties"]!["Timeout"]!));

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Access_entries_wait_for_the_mode_that_knows_them_whichever_is_declared_first(bool stepFirst)
    {
        var template = Template(stack => Declare(stack, AuthenticationMode.API_AND_CONFIG_MAP, stepFirst));

        var step = template.All("Custom::EksAuthenticationMode").Single().Key;
        var entries = template.All("AWS::EKS::AccessEntry");
        Assert.Equal(2, entries.Count);
        Assert.All(entries.Values, entry => Assert.Contains(step, DependsOn(entry)));
        Assert.Empty(DependsOn(template.At(step)).Intersect(entries.Keys));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void The_mode_that_knows_nothing_else_waits_for_the_access_entries(bool stepFirst)
    {
        var template = Template(stack => Declare(stack, AuthenticationMode.API, stepFirst));

        var entries = template.All("AWS::EKS::AccessEntry");
        Assert.Equal(entries.Keys.Order(), DependsOn(template.One("Custom::EksAuthenticationMode")).Intersect(entries.Keys).Order());
        Assert.All(entries.Values, entry => Assert.Empty(DependsOn(entry).Intersect(template.All("Custom::EksAuthenticationMode").Keys)));
    }

    [Fact]
    public void A_function_of_another_stack_takes_the_step_with_the_token_it_has()
    {
        var template = Template(stack => _ = new AuthenticationModeStep(stack, "Mode", new()
        {
            Provider = MappingProvider.FromServiceToken(stack, "Provider", new()
            {
                Cluster = ClusterTarget.FromAttributes(Cluster(AuthenticationMode.API_AND_CONFIG_MAP)),
                ServiceToken = "arn:aws:lambda:eu-west-1:111122223333:function:shared",
            }),
        }));

        Assert.Equal(
            "arn:aws:lambda:eu-west-1:111122223333:function:shared",
            (string?)template.One("Custom::EksAuthenticationMode")["Properties"]!["ServiceToken"]);
        Assert.Empty(template.All("AWS::IAM::Policy"));
    }

    [Fact]
    public void Two_steps_of_one_cluster_are_one_too_many()
    {
        var stack = new Stack();
        var provider = Provider(stack);
        _ = new AuthenticationModeStep(stack, "One", new() { Provider = provider });

        var wrong = Assert.ThrowsAny<Exception>(() => new AuthenticationModeStep(stack, "Two", new() { Provider = provider }));

        Assert.Contains("one step for each cluster", wrong.ToString(), StringComparison.Ordinal);
    }

    private static void Declare(Stack stack, AuthenticationMode mode, bool stepFirst)
    {
        var provider = Provider(stack, Cluster(mode));
        if (stepFirst) _ = new AuthenticationModeStep(stack, "Mode", new() { Provider = provider });
        _ = new PrincipalMapping(stack, "Dev", new() { Provider = provider, RoleArn = Dev, Via = MappingVia.AccessEntry });
        if (!stepFirst) _ = new AuthenticationModeStep(stack, "Mode", new() { Provider = provider });
    }

    private static ClusterAttributes Cluster(AuthenticationMode mode) => new() { Name = "demo", AuthenticationMode = mode };

    private static IEnumerable<string> DependsOn(JsonObject resource) => resource["DependsOn"] switch
    {
        JsonArray many => many.Select(id => (string)id!),
        { } one => [(string)one!],
        null => [],
    };
}
