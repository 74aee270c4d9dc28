using System.Collections;

namespace EksIamCdk.Access.Problems;

/// <summary>Collects every problem of one input, so that all of them are reported at once.</summary>
public sealed class ProblemList : IReadOnlyList<Problem>
{
    private readonly List<Problem> _problems = [];

    public int Count => _problems.Count;

    public Problem this[int index] => _problems[index];

    public void Add(string path, string got, string expected) => _problems.Add(new Problem(path, got, expected));

    public void Missing(string path, string expected) => Add(path, "", expected);

    public IEnumerator<Problem> GetEnumerator() => _problems.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <summary>All problems in one line, separated by semicolons.</summary>
    public override string ToString() => string.Join("; ", _problems);
}
