using EksIamCdk.Access.Migration.Parity;
using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Inspection.Reporting;

/// <summary>Compares two reports of a cluster.</summary>
public static class ReportComparison
{
    public static ReportChanges Of(AccessReport older, AccessReport newer)
    {
        ArgumentNullException.ThrowIfNull(older);
        ArgumentNullException.ThrowIfNull(newer);
        var (before, after) = (Principals(older), Principals(newer));
        var (grantsBefore, grantsAfter) = (Grants(older), Grants(newer));
        return new(
            older.MadeAt,
            [.. after.Keys.Where(name => !before.ContainsKey(name))],
            [.. before.Keys.Where(name => !after.ContainsKey(name))],
            [
                .. after.Where(pair => before.ContainsKey(pair.Key))
                    .Select(pair => new IdentityChange(pair.Key, Identity(before[pair.Key]), Identity(pair.Value)))
                    .Where(change => change.Before != change.After),
            ],
            [.. grantsAfter.Where(grant => !grantsBefore.ContainsKey(grant.Key)).Select(grant => grant.Value)],
            [.. grantsBefore.Where(grant => !grantsAfter.ContainsKey(grant.Key)).Select(grant => grant.Value)],
            Access(new HeldRights(older), new HeldRights(newer)));
    }

    private static Dictionary<string, ReportPrincipal> Principals(AccessReport report) =>
        report.Principals.DistinctBy(principal => principal.Name).ToDictionary(principal => principal.Name, StringComparer.Ordinal);

    private static string Identity(ReportPrincipal principal) => principal.Username is null
        ? $"refused: {principal.WhyNot}"
        : $"{principal.Username}{(principal.Groups is { Count: > 0 } groups ? $" in {string.Join(", ", groups)}" : "")}";

    private static Dictionary<string, GrantText> Grants(AccessReport report) =>
        report.Grants.Select(grant => Text(report, grant))
            .DistinctBy(Key).ToDictionary(Key, StringComparer.Ordinal);

    private static string Key(GrantText grant) => string.Join('\n', [grant.Grant, grant.Role, .. grant.Subjects.Order(StringComparer.Ordinal)]);

    private static GrantText Text(AccessReport report, ReportGrant grant)
    {
        var role = report.Roles[grant.Role];
        var places = grant.Places is null ? "" : string.Join(", ", grant.Places);
        return new(
            grant.Kind switch
            {
                "roleBinding" => $"RoleBinding {places}/{grant.Name}",
                "clusterRoleBinding" => $"ClusterRoleBinding {grant.Name}",
                "accessPolicy" => $"access policy {grant.Name} in {(places.Length == 0 ? "the whole cluster" : places)}",
                _ => grant.Name,
            },
            role.Kind switch { "role" => $"Role {role.Name}", "clusterRole" => $"ClusterRole {role.Name}", _ => role.Name },
            [.. grant.Subjects.Select(index => report.Subjects[index]).Select(subject => $"{Word(subject.Kind)} {subject.Name}")]);
    }

    private static string Word(string kind) => kind switch { "serviceAccount" => "service account", "accessEntry" => "access entry of", _ => kind };

    private static IReadOnlyList<AccessChange> Access(HeldRights before, HeldRights after)
    {
        var differences = new Dictionary<(string, string), (IReadOnlyList<string> Gained, IReadOnlyList<string> Lost)>();
        return
        [
            .. before.Names.Union(after.Names, StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => (name, places: Places(name)))
                .Where(change => change.places.Count > 0)
                .GroupBy(change => string.Join('\n', change.places.Select(Text)), StringComparer.Ordinal)
                .Select(same => new AccessChange([.. same.Select(change => change.name)], same.First().places)),
        ];

        List<PlaceChange> Places(string name)
        {
            var wide = Difference(name, "");
            var changes = new List<PlaceChange>();
            if (wide.Gained.Count + wide.Lost.Count > 0) changes.Add(new(wide.Gained, wide.Lost));
            changes.AddRange(before.Namespaces(name).Union(after.Namespaces(name), StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(place => (place, found: Difference(name, place)))
                // What is told of the whole cluster is not told again of each namespace.
                .Select(one => (
                    one.place,
                    gained: (IReadOnlyList<string>)[.. one.found.Gained.Except(wide.Gained)],
                    lost: (IReadOnlyList<string>)[.. one.found.Lost.Except(wide.Lost)]))
                .Where(one => one.gained.Count + one.lost.Count > 0)
                .GroupBy(one => string.Join('\n', [.. one.gained, "/", .. one.lost]), StringComparer.Ordinal)
                .Select(same => new PlaceChange(same.First().gained, same.First().lost, [.. same.Select(one => one.place)])));
            return changes;
        }

        (IReadOnlyList<string> Gained, IReadOnlyList<string> Lost) Difference(string name, string place)
        {
            var (had, has) = (before.In(name, place), after.In(name, place));
            if (had.Key == has.Key) return ([], []);
            if (differences.TryGetValue((had.Key, has.Key), out var found)) return found;
            return differences[(had.Key, has.Key)] = (Lines(had.Rules, has.Rules), Lines(has.Rules, had.Rules));
        }
    }

    private static IReadOnlyList<string> Lines(IReadOnlyList<PolicyRule> held, IReadOnlyList<PolicyRule> wanted) =>
        PlacedRule.Lines([.. RbacPolicy.Beyond(held, wanted).Distinct().Select(rule => new PlacedRule("", rule, null))]);

    private static string Text(PlaceChange change) =>
        string.Join('\r', [.. change.Namespaces ?? ["*"], "+", .. change.Gained, "-", .. change.Lost]);
}
