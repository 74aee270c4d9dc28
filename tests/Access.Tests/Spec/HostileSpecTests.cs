using System.Globalization;
using System.Text;
using EksIamCdk.Access.Spec;
using FsCheck;
using FsCheck.Fluent;

namespace EksIamCdk.Access.Tests.Spec;

/// <summary>Whatever the text is, reading it answers.</summary>
public sealed class HostileSpecTests
{
    private static readonly int s_runs = int.Parse(Environment.GetEnvironmentVariable("EKSIAM_PROPERTY_RUNS") ?? "300", CultureInfo.InvariantCulture);

    private static readonly string s_sample = File.ReadAllText(Repository.Path("tests", "Access.Tests", "samples", "everything.yaml"));

    private static readonly string[] s_keys =
        [.. System.Text.RegularExpressions.Regex.Matches(AccessSpec.Schema().ToJsonString(), "\"([A-Za-z]+)\":\\{").Select(match => match.Groups[1].Value).Distinct()];

    private static readonly string[] s_scalars =
    [
        "", "~", "0", "-1", "1.34", "true", "*", "{{SessionName}}", "get pods -n dev", "get -", "--", "-n=", "/", "a/b", "a:b", "111122223333",
        "arn:aws:iam::111122223333:role/x", "arn:aws:iam::111122223333:root", "arn:aws:eks:eu-west-1:111122223333:cluster/demo", "arn:", "10.0.0.0/8",
        "0.0.0.0/0", "1/33", "system:masters", "eks-iam-cdk:x", "irsa", "API", "CONFIG_MAP", "create", "2562047788015215h", "99999h", "refs/heads/*",
        "9999999999999999999999999999E", "1e999999999", "\u0000", "\ud83d", "日本", "view", "both", "access-entry", "s3:*", "vpc-12345678",
    ];

    private static Gen<string> Value(int depth) => depth == 0
        ? Gen.Elements(s_scalars).Select(Quoted)
        : Gen.OneOf(
            Gen.Elements(s_scalars).Select(Quoted),
            Gen.ListOf(Value(depth - 1)).Select(items => $"[{string.Join(", ", items)}]"),
            Gen.ListOf(Gen.Elements(s_keys).SelectMany(key => Value(depth - 1).Select(value => $"\"{key}\": {value}"))).Select(pairs => $"{{{string.Join(", ", pairs)}}}"));

    [Fact]
    public void Any_text_is_answered() => Prop.ForAll(
        ArbMap.Default.ArbFor<string>(),
        text => Answers(text ?? "")).Check(Config.QuickThrowOnFailure.WithMaxTest(s_runs));

    [Fact]
    public void Any_tree_of_known_keys_and_odd_values_is_answered() => Prop.ForAll(
        Value(5).Resize(6).ToArbitrary(), Answers).Check(Config.QuickThrowOnFailure.WithMaxTest(s_runs));

    [Fact]
    public void A_sample_of_which_values_were_replaced_is_answered() => Prop.ForAll(
        Gen.ListOf(Gen.Choose(0, s_sample.Length).SelectMany(at => Gen.Choose(0, 40).SelectMany(length => Gen.Elements(s_scalars).Select(text => (at, length, text)))))
            .ToArbitrary(),
        edits => Answers(edits.Aggregate(s_sample, Replaced))).Check(Config.QuickThrowOnFailure.WithMaxTest(s_runs));

    private static bool Answers(string text)
    {
        var reading = AccessSpec.Read(text);
        Assert.Equal(reading.Problems.Count == 0, reading.Spec is not null);
        Assert.All(reading.Problems, problem => Assert.True(problem.At is { Line: > 0, Column: > 0 }, problem.In(text)));
        return true;
    }

    private static string Replaced(string text, (int At, int Length, string Text) edit)
    {
        var at = Math.Min(edit.At, text.Length);
        return new StringBuilder(text).Remove(at, Math.Min(edit.Length, text.Length - at)).Insert(at, edit.Text).ToString();
    }

    private static string Quoted(string text) => $"\"{text.Replace("\u0000", "\\0", StringComparison.Ordinal)}\"";
}
