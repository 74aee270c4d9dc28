using EksIamCdk.Access.AwsAuth.Yaml;

namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>Steps over white space and comments of a text.</summary>
internal static class Lines
{
    /// <summary>The line break that a text uses: its first one.</summary>
    public static string BreakOf(string text)
    {
        var offset = text.AsSpan().IndexOfAny('\n', '\r');
        return offset < 0 ? "\n" : text.Substring(offset, Characters.BreakLength(text, offset));
    }

    public static bool EndsWithBreak(string text) => text.Length > 0 && Characters.IsBreak(text[^1]);

    /// <summary>Without its last line break, if it ends with one.</summary>
    public static string WithoutLastBreak(string text) => text[..^LastBreakOf(text).Length];

    /// <summary>The line break that it ends with; empty if it ends with none.</summary>
    public static string LastBreakOf(string text) => text switch
    {
        [.., '\r', '\n'] => text[^2..],
        _ when EndsWithBreak(text) => text[^1..],
        _ => "",
    };

    public static int SkipBlanks(string text, int offset)
    {
        while (offset < text.Length && Characters.IsBlank(text[offset])) offset++;
        return offset;
    }

    /// <summary>After a comment that follows on the same line; the same place when there is none.</summary>
    public static int SkipComment(string text, int offset)
    {
        var comment = SkipBlanks(text, offset);
        if (comment == text.Length || text[comment] != '#') return offset;
        while (comment < text.Length && !Characters.IsBreak(text[comment])) comment++;
        return comment;
    }

    /// <summary>After the line break that stands here; the same place when none does.</summary>
    public static int SkipBreak(string text, int offset) =>
        offset < text.Length && Characters.IsBreak(text[offset]) ? offset + Characters.BreakLength(text, offset) : offset;

    /// <summary>After blanks, a comment and the line break.</summary>
    public static int SkipRestOfLine(string text, int offset) => SkipBreak(text, SkipBlanks(text, SkipComment(text, offset)));

    public static int SkipWhiteSpace(string text, int offset)
    {
        while (offset < text.Length && (Characters.IsBlank(text[offset]) || Characters.IsBreak(text[offset]))) offset++;
        return offset;
    }

    /// <summary>Back over blanks, and over one line break if they begin a line.</summary>
    public static int BackOverIndentation(string text, int offset)
    {
        while (offset > 0 && Characters.IsBlank(text[offset - 1])) offset--;
        if (offset > 0 && Characters.IsBreak(text[offset - 1])) offset -= text[offset - 1] == '\n' && offset > 1 && text[offset - 2] == '\r' ? 2 : 1;
        return offset;
    }

    public static int CountBreaks(string text, int start, int end)
    {
        var count = 0;
        for (var offset = start; offset < end; offset++)
        {
            if (!Characters.IsBreak(text[offset])) continue;
            count++;
            offset += Characters.BreakLength(text, offset) - 1;
        }

        return count;
    }

    /// <summary>The start of the line that comes so many line breaks later, at most the limit.</summary>
    public static int SkipBreaks(string text, int offset, int breaks, int limit)
    {
        while (breaks > 0 && offset < limit)
        {
            if (Characters.IsBreak(text[offset])) breaks--;
            offset += Characters.BreakLength(text, offset);
        }

        return Math.Min(offset, limit);
    }
}
