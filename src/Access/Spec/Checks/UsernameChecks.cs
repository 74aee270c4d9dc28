using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>Usernames and groups, by what reads them.</summary>
internal static class UsernameChecks
{
    public static void Check(AccessSpec spec, MappingSpec item, SpecProblems problems)
    {
        var backends = spec.Cluster.BackendsOf(item.Via);
        if (item.Username is { } username)
        {
            CheckText(username, "username", problems);
            if (WhatIsWrong(username.Text, backends) is { } expected)
            {
                problems.Add(username, "username is reserved or of the wrong form", expected);
            }
        }

        SpecChecks.Distinct(item.Groups, "group", problems);
        foreach (var group in item.Groups) CheckGroup(group, spec, backends, problems);
    }

    /// <summary>What is right instead of a username; null when it is right.</summary>
    public static string? WhatIsWrong(string username, Backends backends)
    {
        if (backends.HasFlag(Backends.AccessEntry)) return AccessEntryUsername.WhatIsWrong(username);
        return username.StartsWith("system:", StringComparison.Ordinal)
            ? "one that does not begin with system:, which is Kubernetes' own"
            : null;
    }

    private static void CheckGroup(Word group, AccessSpec spec, Backends backends, SpecProblems problems)
    {
        CheckText(group, "group", problems);
        if (AccessEntryGroups.IsReserved(group.Text))
        {
            CheckReserved(group, backends, problems);
        }
        else if (group.Text.StartsWith(AccessGroups.Prefix, StringComparison.Ordinal))
        {
            var names = spec.Mappings.Select(item => item.Name).Where(name => !name.IsMissing);
            var ours = names.Select(name => AccessGroups.Of(name.Text)).Distinct().ToList();
            if (!ours.Contains(group.Text)) problems.AddUnknown(group.At, $"group {group} is of no access of this file", group.Text, ours);
        }
        else
        {
            var where = spec.Cluster.Create is null
                ? "its bindings must be in the cluster already"
                : "this file makes the cluster, and somebody else must bind it there";
            problems.Note(group.At, $"group {group} is bound by nothing in this file: {where}");
        }
    }

    private static void CheckReserved(Word group, Backends backends, SpecProblems problems)
    {
        if (group.Text == AccessEntryGroups.Masters)
        {
            var becomes = backends.HasFlag(Backends.AccessEntry)
                ? $": an access entry has the policy {AccessPolicy.ClusterAdmin} instead"
                : "";
            problems.Note(group.At, $"group {group} may do everything in the cluster{becomes}");
        }
        else if (backends.HasFlag(Backends.AccessEntry))
        {
            problems.Add(group, "an access entry cannot have this group", "one that does not begin with system:, or system:masters");
        }
        else
        {
            problems.Note(group.At, $"group {group} is one of Kubernetes' own: what it may do is not decided in this file");
        }
    }

    private static void CheckText(Word word, string what, SpecProblems problems)
    {
        if (word.Text.Trim() != word.Text || word.Text.Any(char.IsControl))
        {
            problems.Add(word, $"{what} is wrong", "no white space around it and no control characters");
        }

        foreach (var template in Usernames.UnknownTemplates(word.Text))
        {
            problems.AddUnknown(word.At, $"{template} in {what} is not filled in for people", template, Usernames.Templates);
        }
    }
}
