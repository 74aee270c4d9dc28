using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using static EksIamCdk.Sandbox.Tests.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.Tests.CloudFormation;

public class PlanningTests
{
    private readonly ProblemList _problems = [];

    private void Check(string template, Dictionary<string, string>? parameters = null, params string[] failAt) =>
        Assert.Null(new EngineBed().TryPlan(template, _problems, parameters, failAt));

    [Fact]
    public void A_reference_to_nothing_is_named_with_its_place()
    {
        Check(Of(Custom("A", """ "Deep": [{"X": {"Ref": "Nobody"}}], "Sub": {"Fn::Sub": "a-${Ghost.Arn}-${a}"} """)));

        Assert.Equal(
            ["Resources.A.Properties.Deep[0].X.Ref", "Resources.A.Properties.Sub.Fn::Sub", "Resources.A.Properties.Sub.Fn::Sub"],
            _problems.Select(p => p.Path));
        Assert.Equal(["Nobody", "Ghost", "a"], _problems.Select(p => p.Got));
        Assert.EndsWith("(did you mean A?)", _problems[2].Expected, StringComparison.Ordinal);
    }

    [Fact]
    public void A_circular_dependency_is_named_all_round()
    {
        Check(Of(
            Custom("A", """ "X": {"Ref": "B"} """), Custom("B", """ "X": {"Fn::Sub": "${C}"} """), Custom("C", others: """ "DependsOn": "A" """),
            Custom("Self", """ "X": {"Ref": "Self"} """), Custom("Free", """ "X": {"Ref": "A"} """)));

        Assert.Equal(["A → B → C → A", "Self → Self"], _problems.Select(p => p.Got));
    }

    [Fact]
    public void All_problems_are_told_at_once()
    {
        const string head = """
            {"Parameters": {"Size": {"Type": "Number", "MaxValue": 3}, "Mode": {"Type": "String", "AllowedValues": ["a", "b"]}, "Missing": {"Type": "String"}},
             "Conditions": {"Wrong": {"Fn::Equals": ["one"]}}, "Outputs": {"O": {"Value": {"Fn::FindInMap": ["M", "a", "b"]}}}, "Resources": {
            """;
        var a = Custom("A", """ "X": {"Fn::If": ["NoSuch", 1, 2]}, "Y": {"Fn::Unheard": 1} """, """ "Condition": "Absent" """);
        var q = Native("Q", "AWS::SQS::Queue", """ "X": {"Fn::GetAtt": ["R", "Colour"]} """);

        Check(
            $"{head} {a}, {q}, {Native("R", "AWS::IAM::Role")} }}}}",
            new() { ["Size"] = "4", ["Mode"] = "c", ["Unknown"] = "x" },
            "Q",
            "Nowhere");

        Assert.Equal(
            [
                "parameter Unknown", "parameter Size", "parameter Mode", "parameter Missing", "Conditions.Wrong", "Resources.A.Properties.X.Fn::If[0]", "Resources.A.Condition",
                "Outputs.O.Value.Fn::FindInMap[0]", "Resources.A.Properties.Y.Fn::Unheard", "Resources.Q.Properties.X.Fn::GetAtt", "fail at",
            ],
            _problems.Select(p => p.Path));
        Assert.Equal("an attribute of AWS::IAM::Role: Arn, RoleId", _problems[^2].Expected);
    }

    [Theory]
    [InlineData("""{"Resources": {"A": {"Type": "T"}},}""", "t.json:1:")]
    [InlineData("Resources:\n  A: [\n", "t.json:3:")]
    [InlineData("[]", "t.json")]
    public void What_is_not_a_template_is_told_with_its_place(string text, string place)
    {
        Check(text);

        Assert.StartsWith(place, _problems[0].Path, StringComparison.Ordinal);
    }

    [Fact]
    public void Transforms_are_refused()
    {
        Check("""{"Transform": "AWS::Serverless-2016-10-31", "Resources": {"A": {"Type": "AWS::SQS::Queue"}}}""");

        Assert.Equal("Transform", Assert.Single(_problems).Path);
    }

    [Fact]
    public void A_reference_to_a_resource_whose_condition_does_not_hold_is_a_problem_only_where_it_is_used()
    {
        var template = $$"""
            {"Conditions": {"Never": {"Fn::Equals": ["a", "b"]} },
             "Resources": { {{Native("Off", others: """ "Condition": "Never" """)}},
               {{Custom("Fine", """ "X": {"Fn::If": ["Never", {"Ref": "Off"}, {"Ref": "AWS::NoValue"}]} """, """ "DependsOn": "Off" """)}},
               {{Custom("Wrong", """ "X": {"Ref": "Off"} """)}} } }
            """;

        Check(template);

        Assert.Equal("Resources.Wrong.Properties.X", Assert.Single(_problems).Path);
    }

    [Fact]
    public void A_custom_resource_needs_a_service_token()
    {
        Check(Of(""" "A": {"Type": "Custom::Test"} """));

        Assert.Equal("Resources.A.Properties.ServiceToken", Assert.Single(_problems).Path);
    }

    [Fact]
    public void A_parameter_from_the_parameter_store_gets_a_made_up_value_with_a_note()
    {
        var bed = new EngineBed();
        var plan = bed.Plan($$"""
            {"Parameters": {"BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/cdk-bootstrap/hnb659fds/version"} },
             "Rules": {"CheckBootstrapVersion": {"Assertions": []} }, "Resources": { {{Custom("A", """ "V": {"Ref": "BootstrapVersion"} """)}} } }
            """);

        Assert.Equal("27", (string?)plan.Scope.Parameters["BootstrapVersion"]);
        Assert.Contains("Parameter Store", Assert.Single(plan.Notes), StringComparison.Ordinal);
    }

    [Fact]
    public void A_type_that_is_not_known_has_no_attributes()
    {
        Check(Of(Native("N", "AWS::New::Thing"), Custom("A", """ "X": {"Fn::GetAtt": "N.Arn"} """)));

        Assert.Equal("an attribute of AWS::New::Thing: it has none that the sandbox knows", Assert.Single(_problems).Expected);
    }

    [Theory]
    [InlineData("AWS::IAM::Role", """ "RoleName": "dev", "Path": "/team/" """, "dev", "Arn", "arn:aws:iam::111122223333:role/team/dev")]
    [InlineData("AWS::Lambda::Function", """ "FunctionName": "f" """, "f", "Arn", "arn:aws:lambda:eu-west-1:111122223333:function:f")]
    [InlineData("AWS::EKS::Cluster", """ "Name": "demo" """, "demo", "Arn", "arn:aws:eks:eu-west-1:111122223333:cluster/demo")]
    [InlineData("AWS::EKS::AccessEntry", """ "ClusterName": "demo", "PrincipalArn": "arn:p" """, "arn:p|demo", "AccessEntryArn", "arn:aws:eks:eu-west-1:111122223333:access-entry/demo/")]
    [InlineData("AWS::Logs::LogGroup", """ "LogGroupName": "/a" """, "/a", "Arn", "arn:aws:logs:eu-west-1:111122223333:log-group:/a:*")]
    [InlineData("AWS::IAM::ManagedPolicy", """ "ManagedPolicyName": "p" """, "arn:aws:iam::111122223333:policy/p", "PolicyArn", "arn:aws:iam::111122223333:policy/p")]
    public async Task Resources_of_AWS_have_the_names_and_attributes_of_their_type(
        string type, string properties, string id, string attribute, string value)
    {
        var bed = new EngineBed();

        await bed.CreateAsync(Of(Native("N", type, properties)));

        Assert.Equal(id, bed.Stack.Resources["N"].PhysicalId);
        Assert.StartsWith(value, (string?)bed.Stack.Resources["N"].Attributes[attribute], StringComparison.Ordinal);
    }

    [Fact]
    public void Made_up_attributes_stay_the_same()
    {
        var target = new ResourceTarget(new EngineBed().Stack.Pseudo, "C", "AWS::EKS::Cluster", "");
        var cluster = NativeTypes.For("AWS::EKS::Cluster");
        var instance = new NativeInstance(target.Pseudo, "C", "demo", []);

        Assert.Equal(cluster.AttributesOf(instance).ToJsonString(), cluster.AttributesOf(instance).ToJsonString());
        Assert.Matches(
            "^https://oidc.eks.eu-west-1.amazonaws.com/id/[0-9A-F]{32}$",
            (string?)cluster.AttributesOf(instance)["OpenIdConnectIssuerUrl"]);
    }
}
