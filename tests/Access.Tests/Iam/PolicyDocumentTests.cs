using System.Text.Json.Nodes;
using EksIamCdk.Access.Iam;

namespace EksIamCdk.Access.Tests.Iam;

public class PolicyDocumentTests
{
    private const string Bucket = "arn:aws:s3:::data/report.csv";

    [Theory]
    [InlineData("s3:GetObject", "arn:aws:s3:::data/*", IamEffect.Allowed)]
    [InlineData("S3:getobject", "arn:aws:s3:::data/*", IamEffect.Allowed)]
    [InlineData("s3:Get*", "*", IamEffect.Allowed)]
    [InlineData("s3:?etObject", "arn:aws:s3:::d?ta/report.csv", IamEffect.Allowed)]
    [InlineData("s3:PutObject", "*", IamEffect.NotStated)]
    [InlineData("s3:GetObject", "arn:aws:s3:::other/*", IamEffect.NotStated)]
    [InlineData("s3:GetObject", "arn:aws:s3:::DATA/*", IamEffect.NotStated)]
    public void Actions_are_compared_without_regard_to_case_resources_with_it(string action, string resource, IamEffect expected) =>
        Assert.Equal(expected, Decide($$"""{"Effect": "Allow", "Action": "{{action}}", "Resource": "{{resource}}"}"""));

    [Theory]
    [InlineData("""{"Effect": "Allow", "NotAction": "iam:*", "Resource": "*"}""", IamEffect.Allowed)]
    [InlineData("""{"Effect": "Allow", "NotAction": ["iam:*", "s3:*"], "Resource": "*"}""", IamEffect.NotStated)]
    [InlineData("""{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::data/*"}""", IamEffect.NotStated)]
    [InlineData("""{"Effect": "Allow", "Action": "*", "NotResource": "arn:aws:s3:::other/*"}""", IamEffect.Allowed)]
    [InlineData("""[{"Effect": "Allow", "Action": "*", "Resource": "*"}, {"Effect": "Deny", "Action": "s3:*", "Resource": "*"}]""", IamEffect.Denied)]
    [InlineData("""[{"Effect": "Deny", "Action": "iam:*", "Resource": "*"}]""", IamEffect.NotStated)]
    public void Denials_win_and_the_negated_elements_are_for_all_others(string statements, IamEffect expected) =>
        Assert.Equal(expected, Decide(statements));

    [Theory]
    [InlineData("StringEquals", "k", "a", true)]
    [InlineData("StringEquals", "K", "[\"x\", \"a\"]", true)]
    [InlineData("StringEquals", "k", "A", false)]
    [InlineData("StringEqualsIgnoreCase", "k", "A", true)]
    [InlineData("StringNotEquals", "k", "a", false)]
    [InlineData("StringNotEquals", "missing", "a", true)]
    [InlineData("StringEquals", "missing", "a", false)]
    [InlineData("StringEqualsIfExists", "missing", "a", true)]
    [InlineData("StringLike", "k", "?", true)]
    [InlineData("StringNotLike", "k", "a*", false)]
    [InlineData("Null", "missing", "true", true)]
    [InlineData("Null", "k", "true", false)]
    [InlineData("Null", "k", "false", true)]
    [InlineData("Bool", "mfa", "true", true)]
    [InlineData("Bool", "missing", "true", false)]
    [InlineData("BoolIfExists", "missing", "true", true)]
    [InlineData("ArnLike", "arn", "arn:aws:iam::*:role/Dev*", true)]
    [InlineData("ArnLike", "arn", "arn:aws:*:role/Developer", false)]
    [InlineData("ArnNotEquals", "arn", "arn:aws:iam::111122223333:role/Developer", false)]
    [InlineData("ForAnyValue:StringEquals", "tags", "red", true)]
    [InlineData("ForAllValues:StringEquals", "tags", "red", false)]
    [InlineData("ForAllValues:StringEquals", "tags", "[\"red\", \"blue\"]", true)]
    [InlineData("ForAllValues:StringEquals", "missing", "red", true)]
    [InlineData("ForAnyValue:StringEquals", "missing", "red", false)]
    public void Conditions_are_evaluated_as_documented(string name, string key, string value, bool holds) =>
        Assert.Equal(holds ? IamEffect.Allowed : IamEffect.NotStated, Decide(Conditional("Allow", name, key, value)));

    [Theory]
    [InlineData("NumericLessThan", "k", "3", "the condition operator NumericLessThan is not known here")]
    [InlineData("StringEquals", "k", "${aws:username}", "the policy variable in ${aws:username} is not known here")]
    public void What_is_not_known_is_undecided_and_never_an_allowance(string name, string key, string value, string reason)
    {
        var allow = Conditional("Allow", name, key, value);
        var deny = Conditional("Deny", name, key, value);
        const string all = """{"Effect": "Allow", "Action": "*", "Resource": "*"}""";

        Assert.Equal(new IamDecision(IamEffect.Undecided, reason), Decision(allow));
        Assert.Equal(IamEffect.Undecided, Decide($"[{all}, {deny}]"));
        Assert.Equal(IamEffect.Allowed, Decide($"[{all}, {allow}]"));
        Assert.Equal(IamEffect.Denied, Decide($$"""[{{deny}}, {"Effect": "Deny", "Action": "*", "Resource": "*"}]"""));
    }

    [Fact]
    public void A_document_may_be_a_text_in_JSON()
    {
        var text = JsonValue.Create("""{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}""");

        Assert.True(PolicyDocument.Read(text)!.Decide(Request).IsAllowed);
        Assert.Null(PolicyDocument.Read(JsonValue.Create("{")));
        Assert.Null(PolicyDocument.Read(JsonValue.Create(3)));
    }

    [Theory]
    [InlineData("a*c", "abbc", true)]
    [InlineData("a*b*c", "aXbYbZc", true)]
    [InlineData("a?c", "abc", true)]
    [InlineData("*", "", true)]
    [InlineData("a*", "ba", false)]
    [InlineData("abc", "ab", false)]
    [InlineData("a**", "a", true)]
    public void Wildcards_match(string pattern, string text, bool expected) => Assert.Equal(
        expected ? IamEffect.Allowed : IamEffect.NotStated,
        PolicyDocument.Read(JsonNode.Parse($$"""{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "{{pattern}}"} }"""))!
            .Decide(new IamRequest { Action = "x:Y", Resource = text }).Effect);

    private static IamRequest Request => new()
    {
        Action = "s3:GetObject",
        Resource = Bucket,
        Context = new Dictionary<string, IReadOnlyList<string>>
        {
            ["k"] = ["a"],
            ["mfa"] = ["true"],
            ["arn"] = ["arn:aws:iam::111122223333:role/Developer"],
            ["tags"] = ["red", "blue"],
        },
    };

    private static string Conditional(string effect, string name, string key, string value) =>
        $$"""
        {"Effect": "{{effect}}", "Action": "*", "Resource": "*", "Condition": {"{{name}}": {"{{key}}": {{(value.StartsWith('[') ? value : $"\"{value}\"")}} } } }
        """;

    private static IamEffect Decide(string statements) => Decision(statements).Effect;

    private static IamDecision Decision(string statements) =>
        PolicyDocument.Read(JsonNode.Parse($$"""{"Version": "2012-10-17", "Statement": {{statements}} }"""))!.Decide(Request);
}
