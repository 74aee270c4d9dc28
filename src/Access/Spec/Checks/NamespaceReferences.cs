using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

internal static class NamespaceReferences
{
    /// <summary>
    /// A namespace that is not listed may be in the cluster already: a note, which names the one that may be meant. Where this file makes
    /// the cluster, it is made without further ado, unless it is most likely misspelt: that is a mistake.
    /// </summary>
    public static void Check(IEnumerable<Word> names, AccessSpec spec, SpecProblems problems)
    {
        var known = Known(spec).ToList();
        var created = spec.Cluster.Create is not null;
        foreach (var name in names.Where(name => !name.IsMissing && !known.Contains(name.Text)))
        {
            var nearest = Nearest.To(name.Text, known);
            var meant = nearest is null ? "" : $"; did you mean {nearest}?";
            if (created && nearest is not null)
            {
                problems.Add(name, $"namespace {name} is not listed, and this file makes the cluster", $"one that is listed{meant}");
            }
            else
            {
                var where = created
                    ? "it is made in the new cluster, without quota, limits or pod security"
                    : "it must be in the cluster already";
                problems.Note(name.At, $"namespace {name} is not listed in this file: {where}{meant}");
            }
        }
    }

    /// <summary>The namespaces that are listed, and those of every cluster.</summary>
    public static IEnumerable<string> Known(AccessSpec spec) =>
        spec.Namespaces.Select(item => item.Name.Text).Where(name => name.Length > 0).Concat(NamespaceChecks.Everywhere);
}
