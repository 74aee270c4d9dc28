namespace EksIamCdk.Constructs.Rbac;

/// <summary>What the two kinds of bindings have in common.</summary>
internal static class Bindings
{
    /// <exception cref="ArgumentException">There is no subject, or the role does not fit.</exception>
    public static (string Name, object? Value)[] Members(string construct, RoleRef role, IReadOnlyList<Subject> subjects, bool clusterWide)
    {
        var problems = new ConstructProblems(construct);
        if (subjects.Count == 0) problems.Add("Subjects", null, "at least one subject");
        if (clusterWide && role.Kind != "ClusterRole") problems.Add("Role", role.Name, "a ClusterRole: a Role ends at its namespace");
        problems.Throw();
        return [("roleRef", role.Manifest), ("subjects", subjects.Select(subject => subject.Manifest).ToArray())];
    }
}
