using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

internal static class AccessChecks
{
    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        SpecChecks.Distinct(spec.Access.Select(item => item.Name), "access", problems);
        foreach (var item in spec.Access)
        {
            if (item.Username is { } username) CheckUsername(username, problems);
            SpecChecks.Distinct(item.Groups, "group", problems);
            foreach (var group in item.Groups) CheckGroup(group, spec, problems);
            foreach (var grant in item.Grant) CheckGrant(grant, spec, problems);
            CheckGrantedOnce(item, problems);
        }
    }

    private static void CheckUsername(Word username, SpecProblems problems)
    {
        if (username.Text.StartsWith("system:", StringComparison.Ordinal))
        {
            problems.Add(username, "username is reserved for Kubernetes itself", "one that does not begin with system:");
        }
        CheckText(username, "username", problems);
    }

    private static void CheckGroup(Word group, AccessSpec spec, SpecProblems problems)
    {
        CheckText(group, "group", problems);
        var ours = spec.Access.Where(item => !item.Name.IsMissing).Select(item => AccessGroups.Of(item.Name.Text)).Distinct().ToList();
        if (group.Text.StartsWith("system:", StringComparison.Ordinal))
        {
            problems.Note(group.At, $"group {group} is one of Kubernetes' own: what it may do is not decided in this file");
        }
        else if (group.Text.StartsWith(AccessGroups.Prefix, StringComparison.Ordinal))
        {
            if (!ours.Contains(group.Text)) problems.AddUnknown(group.At, $"group {group} is of no access of this file", group.Text, ours);
        }
        else
        {
            problems.Note(group.At, $"group {group} is bound by nothing in this file: its bindings must be in the cluster already");
        }
    }

    private static void CheckText(Word word, string what, SpecProblems problems)
    {
        if (word.Text.Trim() != word.Text || word.Text.Any(char.IsControl))
        {
            problems.Add(word, $"{what} is wrong", "no white space around it and no control characters");
        }
        var templates = Usernames.TemplatePattern.Matches(word.Text).Select(match => match.Value);
        foreach (var template in templates.Where(template => !Usernames.Templates.Contains(template)))
        {
            problems.AddUnknown(word.At, $"{template} in {what} is not filled in for people", template, Usernames.Templates);
        }
    }

    private static void CheckGrant(GrantSpec grant, AccessSpec spec, SpecProblems problems)
    {
        SpecChecks.Distinct(grant.Namespaces ?? [], "namespace", problems);
        NamespaceReferences.Check(grant.Namespaces ?? [], spec, problems);
        if (grant.Role is not { } name) return;

        var known = spec.Roles.Where(role => !role.Name.IsMissing).ToList();
        if (known.Find(role => role.Name.Text == name.Text) is not { } role)
        {
            problems.AddUnknown(name.At, $"role {name} is not defined in this file", name.Text, [.. known.Select(item => item.Name.Text)]);
            return;
        }

        foreach (var ns in (grant.Namespaces ?? []).Where(ns => role.Namespaces is { } where && where.All(item => item.Text != ns.Text)))
        {
            problems.AddUnknown(ns.At, $"role {name} is not in namespace {ns}", ns.Text, [.. role.Namespaces!.Select(item => item.Text)]);
        }
    }

    private static void CheckGrantedOnce(AccessItem item, SpecProblems problems)
    {
        var first = new Dictionary<(string Role, string Namespace), SpecPosition>();
        foreach (var grant in item.Grant)
        {
            var role = grant.Profile is { } profile ? Profiles.Name(profile) : grant.Role?.Text;
            if (role is null) continue;
            foreach (var ns in grant.Namespaces?.Select(ns => ns.Text).Distinct() ?? [""])
            {
                if (first.TryAdd((role, ns), grant.At)) continue;
                var where = ns.Length == 0 ? "" : $" in {ns}";
                problems.Add(
                    grant.At,
                    $"access {item.Name} is granted {role}{where} twice",
                    role,
                    $"it once (first in line {first[(role, ns)].Line})");
            }
        }
    }
}
