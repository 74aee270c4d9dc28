namespace EksIamCdk.Cli.Output;

internal enum LineChange
{
    Same,
    Added,
    Removed,
}

/// <summary>What differs between two texts, line by line.</summary>
internal static class LineDiff
{
    /// <summary>The lines of both texts in order, by the longest common subsequence. Made for texts of some hundred lines.</summary>
    public static IReadOnlyList<(LineChange Change, string Line)> Of(string before, string after)
    {
        var (old, now) = (Lines(before), Lines(after));
        var common = new int[old.Length + 1, now.Length + 1];
        for (var i = old.Length - 1; i >= 0; i--)
        {
            for (var j = now.Length - 1; j >= 0; j--)
            {
                common[i, j] = old[i] == now[j] ? common[i + 1, j + 1] + 1 : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var result = new List<(LineChange, string)>();
        for (int i = 0, j = 0; i < old.Length || j < now.Length;)
        {
            if (i < old.Length && j < now.Length && old[i] == now[j])
            {
                result.Add((LineChange.Same, old[i]));
                i++;
                j++;
            }
            else if (j == now.Length || (i < old.Length && common[i + 1, j] >= common[i, j + 1]))
            {
                result.Add((LineChange.Removed, old[i++]));
            }
            else
            {
                result.Add((LineChange.Added, now[j++]));
            }
        }

        return result;
    }

    /// <summary>Each line with its line break, so that a change of line breaks is a change.</summary>
    private static string[] Lines(string text)
    {
        var lines = text.Split('\n');
        var ended = lines.SkipLast(1).Select(line => line + "\n");
        return lines[^1].Length == 0 ? [.. ended] : [.. ended, lines[^1]];
    }
}
