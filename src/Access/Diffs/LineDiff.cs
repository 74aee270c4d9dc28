namespace EksIamCdk.Access.Diffs;

public enum LineChange
{
    Same,
    Added,
    Removed,
}

/// <summary>What differs between two texts, line by line.</summary>
public static class LineDiff
{
    /// <summary>Where more than this many pairs of lines would be compared, all lines in the middle change.</summary>
    private const long MostPairs = 4_000_000;

    /// <summary>The lines of both texts in order, by the longest common subsequence.</summary>
    public static IReadOnlyList<(LineChange Change, string Line)> Of(string before, string after)
    {
        var (old, now) = (Lines(before), Lines(after));
        var head = old.Zip(now).TakeWhile(pair => pair.First == pair.Second).Count();
        var tail = old.Skip(head).Reverse().Zip(now.Skip(head).Reverse()).TakeWhile(pair => pair.First == pair.Second).Count();
        return
        [
            .. old[..head].Select(line => (LineChange.Same, line)),
            .. Middle(old[head..^tail], now[head..^tail]),
            .. old[^tail..].Select(line => (LineChange.Same, line)),
        ];
    }

    private static List<(LineChange Change, string Line)> Middle(string[] old, string[] now)
    {
        if ((long)old.Length * now.Length > MostPairs)
            return [.. old.Select(line => (LineChange.Removed, line)), .. now.Select(line => (LineChange.Added, line))];

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
