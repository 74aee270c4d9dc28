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
    public void A_long_spec_with_thirty_mistakes_reports_all_thirty()
    {
        var mistakes = Enumerable.Range(1, 30).Select(
            i => $"  - name: team{i}\n    principals: [arn:aws:iam::111122223333:role/Team{i}]\n    grant: [{{ role: nobody{i} }}]\n");
        var reading = AccessSpec.Read($"cluster: {{ name: demo }}\naccess:\n{string.Concat(mistakes)}");

        Assert.Equal(30, reading.Problems.Count);
        Assert.Equal(new SpecPosition(5, 21), reading.Problems[0].At);
    }
}
