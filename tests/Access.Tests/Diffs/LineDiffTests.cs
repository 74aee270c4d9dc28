using EksIamCdk.Access.Diffs;

namespace EksIamCdk.Access.Tests.Diffs;

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

    [Fact]
    public void Of_long_texts_that_differ_throughout_all_lines_change()
    {
        var (before, after) = (string.Concat(Enumerable.Range(0, 5_000).Select(i => $"a{i}\n")), string.Concat(Enumerable.Range(0, 5_000).Select(i => $"b{i}\n")));

        var lines = LineDiff.Of($"first\n{before}last\n", $"first\n{after}last\n");

        Assert.Equal([LineChange.Same, LineChange.Removed, LineChange.Added, LineChange.Same], lines.Select(line => line.Change).Where((change, i) => i == 0 || change != lines[i - 1].Change));
        Assert.Equal(10_002, lines.Count);
    }

    private static char Sign(LineChange change) => change switch { LineChange.Added => '+', LineChange.Removed => '-', _ => ' ' };
}
