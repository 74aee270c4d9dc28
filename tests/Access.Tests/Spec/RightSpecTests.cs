using EksIamCdk.Access.Spec;

namespace EksIamCdk.Access.Tests.Spec;

public sealed class RightSpecTests
{
    private static readonly string s_folder = Repository.Path("tests", "Access.Tests", "samples");

    public static TheoryData<string> RightFiles =>
        [.. Directory.GetFiles(s_folder, "*.yaml").Select(file => Path.GetFileName(file)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(RightFiles))]
    public void A_right_file_has_no_problem_and_its_notes(string name)
    {
        var reading = AccessSpec.Read(File.ReadAllText(Path.Combine(s_folder, name)));

        Assert.Empty(reading.Problems);
        var notes = string.Concat(reading.Notes.Select(note => note.In(name) + "\n"));
        Repository.AssertCurrent(Path.Combine(s_folder, Path.ChangeExtension(name, ".txt")), notes);
    }
}
