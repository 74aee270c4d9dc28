using EksIamCdk.Access.Spec;

namespace EksIamCdk.Access.Tests.Spec;

public sealed class WrongSpecTests
{
    private static readonly string s_folder = Repository.Path("tests", "Access.Tests", "specs");

    public static TheoryData<string> WrongFiles =>
        [.. Directory.GetFiles(s_folder).Where(file => !file.EndsWith(".txt", StringComparison.Ordinal)).Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(WrongFiles))]
    public void A_wrong_file_gets_every_problem_at_once_each_with_line_and_column(string name)
    {
        var reading = AccessSpec.Read(File.ReadAllText(Path.Combine(s_folder, name)));

        Assert.Null(reading.Spec);
        var problems = string.Concat(reading.Problems.Select(problem => problem.In(name) + "\n"));
        Repository.AssertCurrent(Path.Combine(s_folder, Path.ChangeExtension(name, ".txt")), problems);
    }

    [Fact]
    public void A_long_spec_with_thirty_mistakes_of_different_kinds_reports_each_and_nothing_else()
    {
        var lines = File.ReadAllLines(Path.Combine(s_folder, "thirty-mistakes.yaml"));
        var mistakes = Enumerable.Range(1, lines.Length).Where(line => lines[line - 1].Contains("# mistake", StringComparison.Ordinal)).ToList();

        var reading = AccessSpec.Read(string.Join('\n', lines));

        Assert.InRange(lines.Length, 300, int.MaxValue);
        Assert.Equal(30, mistakes.Count);
        Assert.Equal(mistakes, reading.Problems.Select(problem => problem.At.Line));
    }
}
