using System.Text;

namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>Replacements in one text, gathered by offsets of the old text and applied at once. They must not overlap.</summary>
internal sealed class TextEdits
{
    private readonly List<(int Start, int End, string Replacement)> _edits = [];

    public void Cut(int start, int end) => Replace(start, end, "");

    public void Insert(int offset, string text) => Replace(offset, offset, text);

    public void Replace(int start, int end, string replacement) => _edits.Add((start, end, replacement));

    public string ApplyTo(string text)
    {
        var result = new StringBuilder(text.Length + 256);
        var copied = 0;
        foreach (var (start, end, replacement) in _edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.End))
        {
            result.Append(text, copied, start - copied).Append(replacement);
            copied = end;
        }

        return result.Append(text, copied, text.Length - copied).ToString();
    }
}
