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
        var length = text.Length + _edits.Sum(edit => edit.Replacement.Length - (edit.End - edit.Start));
        return string.Create(length, (text, _edits), static (result, state) =>
        {
            var copied = 0;
            foreach (var (start, end, replacement) in state._edits.OrderBy(edit => edit.Start).ThenBy(edit => edit.End))
            {
                state.text.AsSpan(copied..start).CopyTo(result);
                replacement.CopyTo(result[(start - copied)..]);
                result = result[(start - copied + replacement.Length)..];
                copied = end;
            }

            state.text.AsSpan(copied).CopyTo(result);
        });
    }
}
