using EksIamCdk.Access.Problems;

namespace EksIamCdk.Cli.Tests;

public sealed class ReadmeTests
{
    private const string Start = "<!-- error codes: checked against src/Access/Problems/ErrorCode.cs by a test -->\n";
    private const string End = "<!-- end of error codes -->";

    [Fact]
    public async Task Its_table_of_error_codes_is_that_of_the_code()
    {
        var readme = await File.ReadAllTextAsync(Path.Combine(Eksiam.Root, "README.md"));
        var from = readme.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var table = string.Concat(ErrorCode.All.Select(code => $"| {code} | {code.When} |\n").Prepend("| code | when |\n| --- | --- |\n"));

        Assert.Equal(table, readme[from..readme.IndexOf(End, StringComparison.Ordinal)]);
    }
}
