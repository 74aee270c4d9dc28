using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>What somebody may do that is near to what is denied: another namespace, verb, API group, subresource or name.</summary>
internal sealed class NearestRights(ClusterState cluster, Rights rights, IReadOnlyList<AccessPath> own, AccessRequest.OfResource request)
{
    private static readonly string[] s_verbs = ["get", "list", "watch", "create", "update", "patch", "delete", "deletecollection"];

    public IEnumerable<string> Sentences => new[] { OtherNamespaces(), OtherVerbs(), OtherGroup(), Subresource(), OtherNames() }.OfType<string>();

    private string? OtherNamespaces()
    {
        var allowed = cluster.Namespaces.Select(known => known.Name).Concat(cluster.Policy.Namespaces).Distinct(StringComparer.Ordinal)
            .Where(ns => ns != request.Namespace)
            .Select(ns => (Namespace: ns, rights.Decide(request with { Namespace = ns }).Because))
            .Where(asked => asked.Because is not null).ToList();
        return allowed.Count == 0 ? null
            : $"{allowed[0].Because} allows it in {Names.Some(allowed.Select(asked => asked.Namespace))}, and you asked {(request.Namespace.Length == 0 ? "in the whole cluster" : $"in {request.Namespace}")}";
    }

    private string? OtherVerbs()
    {
        var allowed = s_verbs.Where(verb => verb != request.Verb && rights.Decide(request with { Verb = verb }).Allowed).ToList();
        return allowed.Count == 0 ? null : $"it may {string.Join(", ", allowed)} {request.Resource} there, not {request.Verb}";
    }

    private string? OtherGroup()
    {
        var rule = Rules().FirstOrDefault(one => one.Rule.Allows(request with { ApiGroup = one.Rule.ApiGroups.FirstOrDefault(group => group != request.ApiGroup) ?? "" })
            && !one.Rule.ApiGroups.Contains(request.ApiGroup, StringComparer.Ordinal) && !one.Rule.ApiGroups.Contains("*", StringComparer.Ordinal));
        return rule.Rule is null ? null
            : $"a rule of {rule.Path} names {request.Resource} in the API group {Group(rule.Rule.ApiGroups)}, and they are in {Group([request.ApiGroup])}";
    }

    private string? Subresource() => request.Subresource.Length > 0 && rights.Decide(request with { Subresource = "" }).Allowed
        ? $"it may {request.Verb} {request.Resource}, and {request.Resource}/{request.Subresource} is a right of its own" : null;

    private string? OtherNames()
    {
        var names = Rules().Where(one => one.Rule.ResourceNames.Count > 0 && one.Rule.Allows(request with { Name = one.Rule.ResourceNames[0] })).SelectMany(one => one.Rule.ResourceNames).ToList();
        return names.Count == 0 ? null : $"it may for {Names.Some(names)} only{(request.Name.Length == 0 ? ", and a request without a name is none of these" : "")}";
    }

    private IEnumerable<(AccessPath Path, PolicyRule Rule)> Rules() =>
        own.Where(path => path.Reaches(request.Namespace)).SelectMany(path => (path.Rules ?? []).Select(rule => (path, rule)));

    private static string Group(IReadOnlyList<string> groups) => string.Join(", ", groups.Select(group => group.Length == 0 ? "\"\" (core)" : group));
}
