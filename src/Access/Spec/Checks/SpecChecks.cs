using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>The checks that look at more than one value. They see a spec whose wrong parts are missing, and pass over those.</summary>
internal static class SpecChecks
{
    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        ClusterChecks.Check(spec.Cluster, problems);
        CreateChecks.Check(spec, problems);
        NamespaceChecks.Check(spec, problems);
        RoleChecks.Check(spec, problems);
        BackendChecks.Check(spec, problems);
        AccessChecks.Check(spec, problems);
        PrincipalChecks.Check(spec, problems);
        PrincipalsOnce.Check(spec, problems);
        PartitionChecks.Check(spec, problems);
        WorkloadChecks.Check(spec, problems);
        AutomationChecks.Check(spec, problems);
        ArgoCdChecks.Check(spec, problems);
        FleetChecks.Check(spec, problems);
        PipelineChecks.Check(spec, problems);
        ExpectChecks.Check(spec, problems);
    }

    /// <summary>Reports each name that was given before.</summary>
    public static void Distinct(IEnumerable<Word> names, string what, SpecProblems problems)
    {
        var first = new Dictionary<string, Word>(StringComparer.Ordinal);
        foreach (var name in names.Where(name => !name.IsMissing))
        {
            if (!first.TryAdd(name.Text, name))
            {
                problems.Add(name, $"{what} {name.Text} is given twice", $"it once (first in line {first[name.Text].At.Line})");
            }
        }
    }
}
