using EksIamCdk.Cli.Output;

namespace EksIamCdk.Cli.Tests.Output;

public sealed class LineDiffTests
{
    [Theory]
    [InlineData("", "", "")]
    [InlineData("a\nb\n", "a\nb\n", " a| b")]
    [InlineData("", "a\nb", "+a|+b")]
    [InlineData("a\n", "", "-a")]
    [InlineData("a\nb\nc\n", "a\nx\nc\nd\n", " a|-b|+x| c|+d")]
    [InlineData("a\r\nb\n", "a\nb\n", "-a\r|+a| b")]
    public void The_lines_of_both_texts_are_told_apart(string before, string after, string expected)
    {
        var lines = LineDiff.Of(before, after).Select(line => $"{Sign(line.Change)}{line.Line.TrimEnd('\n')}");

        Assert.Equal(expected, string.Join('|', lines));
    }

    private static char Sign(LineChange change) => change switch { LineChange.Added => '+', LineChange.Removed => '-', _ => ' ' };
}
