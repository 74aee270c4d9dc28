using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Inspection.Reporting;

/// <summary>The rules that hold for each principal of a report, by place.</summary>
internal sealed class HeldRights
{
    private readonly AccessReport _report;
    private readonly Dictionary<string, ReportPrincipal> _principals;
    private readonly List<ReportGrant>[] _grantsOf;
    private readonly PolicyRule[] _rules;
    private readonly string[] _ruleTexts;

    public HeldRights(AccessReport report)
    {
        _report = report;
        _principals = report.Principals.DistinctBy(principal => principal.Name).ToDictionary(principal => principal.Name, StringComparer.Ordinal);
        _grantsOf = [.. report.Subjects.Select(_ => new List<ReportGrant>())];
        foreach (var grant in report.Grants)
        {
            foreach (var subject in grant.Subjects) _grantsOf[subject].Add(grant);
        }

        _rules = [.. report.Rules.Select(rule => rule.ToRule())];
        _ruleTexts = [.. _rules.Select(TextOf)];
    }

    public IEnumerable<string> Names => _principals.Keys;

    /// <summary>The namespaces in which it is given something by a grant that is not of the whole cluster.</summary>
    public IEnumerable<string> Namespaces(string name) =>
        GrantsOf(name).SelectMany(grant => grant.Namespaces ?? []).Distinct().Select(index => _report.Namespaces[index].Name);

    /// <summary>The rules that hold in a namespace (empty: in the whole cluster only), and what tells them from others: the same key, the same rules.</summary>
    public (string Key, IReadOnlyList<PolicyRule> Rules) In(string name, string place)
    {
        List<int> held =
        [
            .. GrantsOf(name).Where(grant => grant.Namespaces is null || (place.Length > 0 && grant.Namespaces.Any(index => _report.Namespaces[index].Name == place)))
                .SelectMany(grant => _report.Roles[grant.Role].Rules ?? []).Distinct(),
        ];
        return (string.Join('\n', held.Select(index => _ruleTexts[index]).Order(StringComparer.Ordinal)), [.. held.Select(index => _rules[index])]);
    }

    private static string TextOf(PolicyRule rule) => string.Join(
        '|', new[] { rule.Verbs, rule.ApiGroups, rule.Resources, rule.ResourceNames, rule.NonResourceUrls }.Select(list => string.Join(',', list)));

    private IEnumerable<ReportGrant> GrantsOf(string name) =>
        _principals.TryGetValue(name, out var principal) ? principal.Subjects.SelectMany(subject => _grantsOf[subject]) : [];
}
