using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;

namespace EksIamCdk.Sandbox.Tests.CloudFormation;

public class IntrinsicsTests
{
    private const string Head = """
        {"Parameters": {"Name": {"Type": "String", "Default": "n"}, "List": {"Type": "CommaDelimitedList", "Default": "x, y"} },
         "Mappings": {"M": {"eu-west-1": {"Size": 3} } },
         "Conditions": {
           "IsN": {"Fn::Equals": [{"Ref": "Name"}, "n"]}, "Not": {"Fn::Not": [{"Condition": "IsN"}]},
           "Both": {"Fn::And": [{"Condition": "IsN"}, {"Condition": "Not"}]}, "Either": {"Fn::Or": [{"Condition": "Not"}, {"Condition": "IsN"}]} },
        """;

    [Theory]
    [InlineData("""{"Ref": "Name"}""", "\"n\"")]
    [InlineData("""{"Ref": "List"}""", """["x","y"]""")]
    [InlineData("""{"Ref": "AWS::Partition"}""", "\"aws\"")]
    [InlineData("""["a", {"Ref": "AWS::NoValue"}, "b"]""", """["a","b"]""")]
    [InlineData("""{"a": {"Ref": "AWS::NoValue"}, "b": 1}""", """{"b":1}""")]
    [InlineData("""{"Fn::Sub": "${Name}-${AWS::AccountId}-${!Name}-$x"}""", "\"n-111122223333-${Name}-$x\"")]
    [InlineData("""{"Fn::Sub": ["${Name}-${v}", {"v": {"Fn::Join": ["+", {"Ref": "List"}]}}]}""", "\"n-x\\u002By\"")]
    [InlineData("""{"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":x"]]}""", "\"arn:aws:x\"")]
    [InlineData("""{"Fn::Select": ["1", {"Fn::Split": ["|", "a|b|c"]}]}""", "\"b\"")]
    [InlineData("""{"Fn::Base64": "hé"}""", "\"aMOp\"")]
    [InlineData("""{"Fn::FindInMap": ["M", {"Ref": "AWS::Region"}, "Size"]}""", "3")]
    [InlineData("""{"Fn::Select": [2, {"Fn::GetAZs": ""}]}""", "\"eu-west-1c\"")]
    [InlineData("""{"Fn::ImportValue": {"Fn::Sub": "shared-${X}"}}""", null)]
    [InlineData("""{"Fn::ImportValue": {"Fn::Sub": "shared-name"}}""", "\"from another stack\"")]
    [InlineData("""{"Fn::Cidr": ["10.0.0.0/16", 2, 8]}""", """["10.0.0.0/24","10.0.1.0/24"]""")]
    [InlineData("""{"Fn::Cidr": ["10.0.0.0/24", 2, 8]}""", null)]
    [InlineData("""{"Fn::Select": [3, ["a"]]}""", null)]
    [InlineData("""{"Fn::If": ["Both", 1, {"Fn::If": ["Either", "yes", "no"]}]}""", "\"yes\"")]
    [InlineData("""{"Fn::Join": [",", "text"]}""", null)]
    public void Functions_give_what_CloudFormation_gives(string expression, string? expected)
    {
        var problems = new ProblemList();
        var plan = new EngineBed().TryPlan($$"""{{Head}} "Resources": {"A": {"Type": "AWS::SQS::Queue", "Properties": {"V": {{expression}} } } } }""", problems);

        Assert.Equal(expected is null ? 1 : 0, problems.Count);
        Assert.Equal(expected, plan?.Properties("A", new NoResources(), problems)["V"]?.ToJsonString());
    }

    [Fact]
    public void Values_that_are_not_known_yet_pass_every_function_when_a_template_is_checked()
    {
        var problems = new ProblemList();
        const string template = """
            {"Resources": {"R": {"Type": "AWS::IAM::Role"}, "A": {"Type": "AWS::SQS::Queue", "Properties": {
              "V": {"Fn::Select": [4, {"Fn::Split": [":", {"Fn::GetAtt": ["R", "Arn"]}]}]},
              "W": {"Fn::Base64": {"Fn::Sub": "${R.Arn}"}}, "X": {"Fn::Join": ["", ["a", {"Ref": "R"}]]} } } } }
            """;

        Assert.NotNull(new EngineBed().TryPlan(template, problems));
        Assert.Empty(problems);
    }

    [Fact]
    public void Yaml_with_short_forms_is_the_same_template()
    {
        const string yaml = """
            Parameters:
              Name: { Type: String, Default: n }
            Conditions:
              IsN: !Equals [!Ref Name, n]
            Resources:
              R:
                Type: AWS::IAM::Role
                Condition: IsN
              A:
                Type: AWS::SQS::Queue
                Properties:
                  Arn: !GetAtt R.Arn
                  Text: !Sub "${Name}-x"
                  Account: 012345678901
                  Flag: true
                  Count: 3
                  Choice: !If [IsN, !Join ['-', [a, b]], !Ref 'AWS::NoValue']
            """;
        var problems = new ProblemList();

        var plan = new EngineBed().TryPlan(yaml, problems);

        Assert.Empty(problems);
        Assert.Equal(["R"], plan!.Resources["A"].Dependencies);
        var properties = plan.Properties("A", new NoResources(), problems);
        properties.Remove("Arn");
        Assert.Equal("""{"Text":"n-x","Account":"012345678901","Flag":true,"Count":3,"Choice":"a-b"}""", properties.ToJsonString());
    }

    [Fact]
    public void A_condition_that_depends_on_itself_is_a_problem()
    {
        var problems = new ProblemList();

        new EngineBed().TryPlan("""
            {"Conditions": {"A": {"Fn::Not": [{"Condition": "B"}]}, "B": {"Fn::Not": [{"Condition": "A"}]} }, "Resources": {"Q": {"Type": "AWS::SQS::Queue"} } }
            """, problems);

        Assert.Equal("Conditions.A", Assert.Single(problems).Path);
    }

    [Fact]
    public void Parameters_are_held_to_their_constraints()
    {
        var problems = new ProblemList();
        const string template = """
            {"Parameters": {
               "P": {"Type": "String", "AllowedPattern": "[a-z]+"}, "L": {"Type": "String", "MinLength": 2, "MaxLength": 3}, "N": {"Type": "Number", "MinValue": 1},
               "S": {"Type": "String", "NoEcho": true, "AllowedValues": ["x"]} },
             "Resources": {"Q": {"Type": "AWS::SQS::Queue"} } }
            """;

        new EngineBed()
            .TryPlan(template, problems, new Dictionary<string, string> { ["P"] = "A", ["L"] = "x", ["N"] = "zero", ["S"] = "secret" });

        Assert.Equal(["a text that matches [a-z]+", "2 to 3 characters", "a number", "one of x"], problems.Select(p => p.Expected));
        Assert.Equal("****", problems[3].Got);
    }
}
