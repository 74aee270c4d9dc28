using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

internal static class NamespaceReferences
{
    /// <summary>A namespace that is not listed may be in the cluster already: a note, which names the one that may be meant.</summary>
    public static void Check(IEnumerable<Word> names, AccessSpec spec, SpecProblems problems)
    {
        var listed = spec.Namespaces.Select(item => item.Name.Text).Where(name => name.Length > 0).ToList();
        foreach (var name in names.Where(name => !listed.Contains(name.Text) && !NamespaceChecks.Everywhere.Contains(name.Text)))
        {
            var meant = Nearest.To(name.Text, listed) is { } nearest ? $"; did you mean {nearest}?" : "";
            problems.Note(name.At, $"namespace {name} is not listed in this file: it must be in the cluster already{meant}");
        }
    }
}
