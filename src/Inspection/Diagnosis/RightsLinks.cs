using System.Globalization;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>From who somebody is in the cluster to the rule that allows what was asked.</summary>
internal sealed class RightsLinks
{
    private readonly ClusterState _cluster;
    private readonly Authentication _who;
    private readonly AccessRequest? _request;
    private readonly Rights? _rights;
    private readonly AccessDecision? _decision;

    /// <param name="cluster">The cluster.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="request">What was asked; null to ask whether anything is given at all.</param>
    public RightsLinks(ClusterState cluster, Authentication who, AccessRequest? request)
    {
        (_cluster, _who, _request) = (cluster, who, request);
        if (who.Identity is not { } identity) return;
        _rights = new(cluster, identity);
        if (request is not null) _decision = _rights.Decide(request);
    }

    public bool IsDenied => _decision is { Allowed: false, Doubts.Count: 0 };

    public IEnumerable<Link> All
    {
        get
        {
            yield return new("bindings", Bound);
            yield return new("roles", RolesExist);
            if (_request is AccessRequest.OfResource { Namespace: { Length: > 0 } ns }) yield return new("namespace", () => NamespaceExists(ns));
            if (_request is not null) yield return new("rule", () => Rule(_request));
        }
    }

    /// <summary>What it is given by name or by a group of its own, and not as everybody is.</summary>
    private IReadOnlyList<AccessPath> Own => _rights is null ? [] : [.. _rights.Paths.Where(path => path is not AccessPath.Binding { Subject: { Kind: SubjectKind.Group, Name: RbacUser.Authenticated } })];

    private LinkState Bound()
    {
        if (_who.Identity is not { } identity) return NobodyKnown();
        if (Own.Count > 0) return new LinkState.Holds(Names.Some(Own.Select(path => path.ToString())));
        if (_decision is { Because: { } because }) return new LinkState.Holds(because.ToString());
        if (Unread(KubernetesKind.ClusterRoleBinding, KubernetesKind.RoleBinding, "what is bound to the user and its groups") is { } unknown) return unknown;
        if (WrongType(identity) is { } wrong) return wrong;
        var groups = identity.User.Groups.Where(group => group != RbacUser.Authenticated).ToList();
        return LinkState.Mend(
            groups.Count == 0
                ? $"the user {identity.User.Username} has no group and no access policy, and is bound nowhere by name{Meant(SubjectKind.User, [identity.User.Username])}"
                : $"nothing is bound to {(groups.Count == 1 ? "the group" : "any of the groups")} {string.Join(", ", groups)}, nor to the user {identity.User.Username}{Meant(SubjectKind.Group, groups)}{OfKubernetes(groups)}",
            "bind what it should have, or correct the group where it is mapped: a group is a text that both sides spell alike",
            new Granting(_cluster, _who).Commands(_request));
    }

    /// <summary>An entry of aws-auth whose username or groups are not what they look like.</summary>
    private LinkState? WrongType(Identity identity)
    {
        if (identity.By is not MappedBy.AwsAuthEntry { Section: var section, Entry: var entry }) return null;
        var reading = _cluster.Map.Sections.First(one => one.Section == section);
        var next = reading.Entries.Where(other => other.Line > entry.Line).Select(other => other.Line).DefaultIfEmpty(int.MaxValue).Min();
        return reading.Findings.FirstOrDefault(finding => finding.Kind == FindingKind.WrongType && finding.Line >= entry.Line && finding.Line < next) is { } found
            ? LinkState.Mend(
                string.Create(CultureInfo.InvariantCulture, $"aws-auth {section.Key()} line {found.Line}: {found.Message}"), "write it as a list, one group a line",
                "kubectl edit configmap aws-auth -n kube-system")
            : null;
    }

    private LinkState RolesExist()
    {
        if (_who.Identity is null) return NobodyKnown();
        if (_decision is { Because: { } because }) return new LinkState.Holds($"{because} gives it");
        var missing = (_decision?.Missing ?? [.. Own.Where(path => path.Rules is null)]).OfType<AccessPath.Binding>().ToList();
        if (missing.Count == 0) return new LinkState.Holds("each binding names a role that is there");
        var first = missing[0];
        var kind = first.Bound.RoleIsClusterRole ? KubernetesKind.ClusterRole : KubernetesKind.Role;
        if (Unreadable.List(_cluster, kind, "what the bindings give") is { } unknown) return unknown;
        var known = _cluster.Roles.Where(role => role.Namespace == (first.Bound.RoleIsClusterRole ? "" : first.Bound.Namespace)).Select(role => role.Name);
        var ns = first.Bound.Namespace.Length == 0 ? "" : $" -n {ShellText.Word(first.Bound.Namespace)}";
        var role = ShellText.Word(first.Bound.RoleName);
        return LinkState.Mend(
            $"{first}: there is no {first.RoleKind} {first.Bound.RoleName}{Names.Meant(first.Bound.RoleName, known)}",
            "create the role, or bind the right one: the role of a binding cannot be changed, so the binding has to be made anew",
            first.Bound.RoleIsClusterRole
                ? $"kubectl create clusterrole {role} --verb={Verb} --resource={Resource}"
                : $"kubectl create role {role}{ns} --verb={Verb} --resource={Resource}");
    }

    private LinkState NamespaceExists(string ns)
    {
        if (_cluster.Namespaces.Any(known => known.Name == ns)) return new LinkState.Holds($"{ns} is there");
        if (Unreadable.List(_cluster, KubernetesKind.Namespace, $"whether there is a namespace {ns}") is { } unknown) return unknown;
        return LinkState.Mend(
            $"there is no namespace {ns}{Names.Meant(ns, _cluster.Namespaces.Select(known => known.Name))}",
            "name the right one, or create it", $"kubectl create namespace {ShellText.Word(ns)}");
    }

    private LinkState Rule(AccessRequest request)
    {
        if (_rights is null || _decision is null) return NobodyKnown();
        if (_decision.Because is { } because) return new LinkState.Holds($"{because} allows it");
        if (_decision.Doubts is [{ } doubt, ..]) return new LinkState.Unknown($"{doubt} may allow it: what that policy allows is not known here");
        var kinds = new[] { KubernetesKind.ClusterRoleBinding, KubernetesKind.RoleBinding, KubernetesKind.ClusterRole, KubernetesKind.Role };
        if (kinds.Select(kind => Unreadable.List(_cluster, kind, "what else may allow it")).FirstOrDefault(unread => unread is not null) is { } unknown) return unknown;
        var nearest = request is AccessRequest.OfResource resource ? new NearestRights(_cluster, _rights, Own, resource).Sentences.ToList() : [];
        return LinkState.Mend(
            $"no rule allows {request}{(nearest.Count == 0 ? "" : $"; {string.Join("; ", nearest)}")}", "give the right, if it is meant to be given",
            new Granting(_cluster, _who).Commands(request));
    }

    private LinkState? Unread(KubernetesKind one, KubernetesKind other, string leaves) =>
        Unreadable.List(_cluster, one, leaves) ?? Unreadable.List(_cluster, other, leaves);

    private static LinkState.Unknown NobodyKnown() => new("it is not known who the principal is in the cluster");

    private string Meant(SubjectKind kind, IEnumerable<string> names)
    {
        var bound = _cluster.Bindings.SelectMany(binding => binding.Subjects).Where(subject => subject.Kind == kind).Select(subject => subject.Name).ToHashSet(StringComparer.Ordinal);
        return names.Select(name => Names.Meant(name, bound)).FirstOrDefault(meant => meant.Length > 0) ?? "";
    }

    private static string OfKubernetes(IEnumerable<string> groups) =>
        groups.FirstOrDefault(group => group.StartsWith("system:", StringComparison.Ordinal)) is { } own && own != RbacUser.Masters
            ? $"; {own} is no group of administrators: that is {RbacUser.Masters}, which access entries do not take" : "";

    private string Verb => _request is null ? "get,list,watch" : _request.Verb;

    private string Resource => _request is AccessRequest.OfResource resource ? Granting.TypeOf(resource) : "RESOURCES";
}
