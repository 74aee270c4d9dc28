namespace EksIamCdk.Access.Spec.Reading;

/// <summary>Finds the known name that a misspelt one was probably meant to be.</summary>
internal static class Nearest
{
    /// <returns>The nearest name, or null when none is near: more than two edits away, or more than a third of the word.</returns>
    public static string? To(string word, IEnumerable<string> known) => All(word, known).FirstOrDefault();

    /// <summary>Every name that is near, the nearest first.</summary>
    public static IEnumerable<string> All(string word, IEnumerable<string> known)
    {
        var farthest = Math.Min(2, Math.Max(1, word.Length / 3));
        return known.Where(name => Math.Abs(name.Length - word.Length) <= farthest)
            .Select(name => (Name: name, Distance: Distance(word.ToUpperInvariant(), name.ToUpperInvariant())))
            .Where(candidate => candidate.Distance <= farthest)
            .OrderBy(candidate => candidate.Distance)
            .Select(candidate => candidate.Name);
    }

    // Insertions, deletions, replacements, and neighbours that changed places, each as one edit.
    private static int Distance(string a, string b)
    {
        var rows = new int[a.Length + 1, b.Length + 1];
        for (var i = 0; i <= a.Length; i++) rows[i, 0] = i;
        for (var j = 0; j <= b.Length; j++) rows[0, j] = j;
        for (var i = 1; i <= a.Length; i++)
        {
            for (var j = 1; j <= b.Length; j++)
            {
                var same = a[i - 1] == b[j - 1] ? 0 : 1;
                var best = Math.Min(Math.Min(rows[i - 1, j] + 1, rows[i, j - 1] + 1), rows[i - 1, j - 1] + same);
                var swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
                rows[i, j] = swapped ? Math.Min(best, rows[i - 2, j - 2] + 1) : best;
            }
        }

        return rows[a.Length, b.Length];
    }
}
