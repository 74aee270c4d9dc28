using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>What an identity may do in a cluster: by system:masters, by access policies of EKS, by RBAC. Any one of them suffices.</summary>
public sealed class Rights(ClusterState cluster, Identity identity)
{
    /// <summary>All ways by which it is given something: those of the whole cluster first, then by namespace.</summary>
    public IEnumerable<AccessPath> Paths =>
        Given("").Concat(Bound().Where(path => path.Namespace.Length > 0)).Concat(Policies().Where(path => path.Namespace.Length > 0));

    /// <summary>Whether it may do it, by the first way that allows it.</summary>
    public AccessDecision Decide(AccessRequest request)
    {
        var inNamespace = request is AccessRequest.OfResource resource ? resource.Namespace : "";
        var ways = Given(inNamespace).ToList();
        var allowing = ways.Find(way => way.Rules?.Any(rule => rule.Allows(request)) == true);
        return new(
            allowing,
            [.. ways.Where(way => way is AccessPath.Binding { Rules: null })],
            allowing is null ? [.. ways.Where(way => way is AccessPath.Policy { Rules: null })] : []);
    }

    /// <summary>
    /// Bindings that allow it in some sessions of this identity only: they name a user that its username becomes when a session fills it in.
    /// </summary>
    public IEnumerable<AccessPath.Binding> InSomeSessions(AccessRequest request)
    {
        if (!SessionTemplate.IsOne(identity.User.Username)) return [];
        var inNamespace = request is AccessRequest.OfResource resource ? resource.Namespace : "";
        return
            from binding in cluster.Bindings
            where binding.Namespace.Length == 0 || binding.Namespace == inNamespace
            let subject = binding.Subjects.FirstOrDefault(subject => subject.Kind == SubjectKind.User && SessionTemplate.Fits(identity.User.Username, subject.Name))
            where subject is not null
            let rules = cluster.Policy.RulesOf(binding)
            where rules?.Any(rule => rule.Allows(request)) == true
            select new AccessPath.Binding(binding, subject, rules);
    }

    /// <summary>The ways that count for a request in a namespace (empty: in the whole cluster).</summary>
    private IEnumerable<AccessPath> Given(string inNamespace)
    {
        if (identity.User.IsMaster) yield return new AccessPath.Masters();
        foreach (var path in Policies().Where(path => path.Namespace.Length == 0 || (inNamespace.Length > 0 && path.Reaches(inNamespace)))) yield return path;
        foreach (var (binding, subject) in cluster.Policy.BindingsOf(identity.User, inNamespace))
        {
            yield return new AccessPath.Binding(binding, subject, cluster.Policy.RulesOf(binding));
        }
    }

    private IEnumerable<AccessPath> Bound() =>
        cluster.Policy.BindingsOf(identity.User)
            .Select(bound => new AccessPath.Binding(bound.Binding, bound.Subject, cluster.Policy.RulesOf(bound.Binding)));

    private IEnumerable<AccessPath> Policies() => identity.Policies.SelectMany(association =>
        (association.Namespaces.Count == 0 ? [""] : association.Namespaces)
            .Select(place => new AccessPath.Policy(association, place, AccessPolicyRules.Of(association.PolicyArn))));
}
