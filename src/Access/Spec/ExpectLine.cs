using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>One question of <c>kubectl auth can-i</c>.</summary>
/// <param name="Written">As it is written.</param>
/// <param name="Request">What it asks.</param>
public sealed record ExpectLine(Word Written, AccessRequest Request)
{
    /// <summary>Reads a line that stands in no file.</summary>
    /// <param name="path">What it is a property of.</param>
    /// <param name="text">Such as <c>get pods -n dev</c>.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>What it asks, or null when a problem was added.</returns>
    public static AccessRequest? Parse(string path, string text, ProblemList problems)
    {
        var found = new SpecProblems();
        var request = new CanI(new Word(text, default), found).Request();
        foreach (var problem in found.Problems) problems.Add(path, text, $"a question of kubectl auth can-i: {problem.Text}");
        return found.Problems.Count == 0 ? request : null;
    }
}
