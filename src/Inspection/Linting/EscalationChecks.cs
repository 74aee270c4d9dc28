using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;

namespace EksIamCdk.Inspection.Linting;

/// <summary>Ways to more rights, of those who are no administrators already.</summary>
internal static class EscalationChecks
{
    public static IEnumerable<LintFinding> Of(LintSubject subject)
    {
        var paths = EscalationPath.All.Where(path => path.Rule != LintRules.WriteAwsAuth || subject.Cluster.Mode != AuthenticationMode.Api).ToList();
        var administrators = AdministratorsOf(subject);
        return [.. ByBinding(subject, paths, administrators), .. ByPolicy(subject, paths, administrators)];
    }

    private static IEnumerable<LintFinding> ByBinding(LintSubject subject, List<EscalationPath> paths, HashSet<Authentication> administrators)
    {
        foreach (var binding in subject.Cluster.Bindings.Where(binding => !BuiltIn.Is(binding)))
        {
            if (subject.Cluster.Policy.RulesOf(binding) is not { } rules) continue;
            var allowed = Allowed(paths, binding.Namespace, rules).ToList();
            if (allowed.Count == 0) continue;
            var everybody = binding.Subjects.Where(BindingChecks.IsEverybody).Select(one => one.Name);
            var holders = subject.Holders.Of(binding).Where(who => !administrators.Contains(who) && !IsNode(who)).Select(who => who.Principal.ToString()!);
            List<string> all = [.. everybody, .. holders];
            if (all.Count == 0) continue;
            foreach (var (rule, requests) in allowed)
            {
                yield return rule.At(
                    LintPlace.Of(binding), $"{Names.Of(all)} may {Text(requests, binding.Namespace)}, by {(binding.RoleIsClusterRole ? "ClusterRole" : "Role")} {binding.RoleName}");
            }
        }
    }

    private static IEnumerable<LintFinding> ByPolicy(LintSubject subject, List<EscalationPath> paths, HashSet<Authentication> administrators)
    {
        foreach (var who in subject.Known.Iam.Where(who => !administrators.Contains(who)))
        {
            if (who.Identity is not { By: MappedBy.AccessEntry { Entry: var entry }, Policies.Count: > 0 } identity) continue;
            foreach (var association in identity.Policies)
            {
                if (AccessPolicyRules.Of(association.PolicyArn) is not { } rules) continue;
                foreach (var place in association.Namespaces.DefaultIfEmpty(""))
                {
                    foreach (var (rule, requests) in Allowed(paths, place, rules))
                    {
                        yield return rule.At(
                            LintPlace.Entry(entry),
                            $"{who.Principal} may {Text(requests, place)}, by the access policy {association.PolicyArn[(association.PolicyArn.LastIndexOf('/') + 1)..]}");
                    }
                }
            }
        }
    }

    /// <summary>One for each rule, whatever ways there are to it.</summary>
    private static IEnumerable<(LintRule Rule, IReadOnlyList<AccessRequest.OfResource> Requests)> Allowed(
        List<EscalationPath> paths, string inNamespace, IReadOnlyList<PolicyRule> rules) =>
        from path in paths
        let requests = path.In(inNamespace, rules)
        where requests.Count > 0
        group requests by path.Rule into same
        select (same.Key, (IReadOnlyList<AccessRequest.OfResource>)[.. same.SelectMany(requests => requests)]);

    /// <summary>Who may do everything in the whole cluster.</summary>
    private static HashSet<Authentication> AdministratorsOf(LintSubject subject)
    {
        var bound = subject.Cluster.Bindings.Where(binding => binding.Namespace.Length == 0 && IsEverything(subject.Cluster.Policy.RulesOf(binding)))
            .SelectMany(subject.Holders.Of);
        var others = subject.Known.Iam.Where(who => who.Identity is { } identity
            && (identity.User.IsMaster || identity.Policies.Any(policy => policy.Namespaces.Count == 0 && IsEverything(AccessPolicyRules.Of(policy.PolicyArn)))));
        return [.. bound, .. others];
    }

    private static bool IsEverything(IReadOnlyList<PolicyRule>? rules) =>
        rules?.Any(rule => rule is { ResourceNames.Count: 0 } && IsAll(rule.Verbs) && IsAll(rule.ApiGroups) && IsAll(rule.Resources)) == true;

    private static bool IsAll(IReadOnlyList<string> patterns) => patterns.Contains("*", StringComparer.Ordinal);

    private static bool IsNode(Authentication who) => who.Identity?.User.Username.StartsWith("system:node:", StringComparison.Ordinal) == true;

    private static string Text(IReadOnlyList<AccessRequest.OfResource> requests, string inNamespace)
    {
        var what = requests.DistinctBy(request => (request.Verb, request.Resource, request.Subresource))
            .GroupBy(request => $"{request.Resource}{(request.Subresource.Length == 0 ? "" : $"/{request.Subresource}")}{(request.Name.Length == 0 ? "" : $" {request.Name}")}")
            .Select(same => $"{string.Join("/", same.Select(request => request.Verb))} {same.Key}").ToList();
        return $"{Names.Of(what)} in {(inNamespace.Length == 0 ? "the whole cluster" : $"namespace {inNamespace}")}";
    }
}
