using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>Names, grants and who has them.</summary>
internal static class AccessChecks
{
    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        // An access and an automation of one name would share a group.
        SpecChecks.Distinct(spec.Mappings.Select(item => item.Name), "access", problems);
        foreach (var item in spec.Mappings)
        {
            UsernameChecks.Check(spec, item, problems);
            foreach (var grant in item.Grant) CheckGrant(grant, spec, problems);
            CheckGrantedOnce(item, spec, problems);
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

    private static void CheckGrantedOnce(MappingSpec item, AccessSpec spec, SpecProblems problems)
    {
        var first = new Dictionary<(string Role, string Namespace), SpecPosition>();
        foreach (var grant in item.Grant)
        {
            var role = grant.Profile is { } profile ? Profiles.Name(profile) : grant.Role?.Text;
            if (role is null) continue;
            var own = grant.Role is null ? null : spec.Roles.FirstOrDefault(one => one.Name.Text == role);
            foreach (var ns in (grant.Namespaces ?? own?.Namespaces)?.Select(ns => ns.Text).Distinct() ?? [""])
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
