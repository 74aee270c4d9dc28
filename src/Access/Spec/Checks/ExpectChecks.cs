using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>Every line of expect holds with the RBAC of this file.</summary>
internal static class ExpectChecks
{
    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        var expectations = new Expectations(spec);
        foreach (var item in spec.Mappings.Where(item => item.Expect is not null))
        {
            var contradictory = CheckOnce(item.Expect!, problems);
            var sound = IsSound(item, spec);
            foreach (var line in item.Expect!.Allowed)
            {
                CheckNamespace(line, spec, problems);
                if (sound && !contradictory.Contains(line.Request)) CheckAllowed(expectations, item, line, spec, problems);
            }

            foreach (var line in item.Expect.Denied)
            {
                CheckNamespace(line, spec, problems);
                if (!contradictory.Contains(line.Request)) CheckDenied(expectations, item, line, problems);
            }
        }
    }

    private static void CheckAllowed(Expectations expectations, MappingSpec item, ExpectLine line, AccessSpec spec, SpecProblems problems)
    {
        if (expectations.Decide(item, line.Request).Allowed) return;
        var grants = expectations.GrantsOf(item).Select(expectations.Describe).ToList();
        var elsewhere = item.Groups.Where(group => !IsOfThisFile(group, spec)).Select(group => group.Text).ToList();
        var others = elsewhere.Count == 0
            ? ""
            : $"; what others bind to {(elsewhere.Count == 1 ? "group" : "groups")} {SpecProblems.AllOf(elsewhere)} does not count here";
        problems.Add(
            line.Written.At,
            $"expect: \"{line.Written}\" is not allowed to {item.Name}",
            grants.Count == 0 ? "no grant" : $"the grants {string.Join("; ", grants)}",
            $"a grant of {Describe(line.Request)}{others}");
    }

    private static void CheckDenied(Expectations expectations, MappingSpec item, ExpectLine line, SpecProblems problems)
    {
        if (expectations.Decide(item, line.Request) is { Allowed: true } decision)
        {
            problems.Add(
                line.Written.At, $"expect: \"{line.Written}\" is not denied to {item.Name}", decision.Because, "nothing that allows it");
        }
    }

    /// <returns>The requests that are both allowed and denied, of which one line is wrong whatever the grants are.</returns>
    private static HashSet<AccessRequest> CheckOnce(ExpectSpec expect, SpecProblems problems)
    {
        var contradictory = new HashSet<AccessRequest>();
        var first = new Dictionary<AccessRequest, (Word Line, bool Allowed)>();
        foreach (var (line, allowed) in expect.Allowed.Select(line => (line, true)).Concat(expect.Denied.Select(line => (line, false))))
        {
            if (first.TryAdd(line.Request, (line.Written, allowed))) continue;
            var before = first[line.Request];
            if (before.Allowed != allowed) contradictory.Add(line.Request);
            problems.Add(
                line.Written,
                before.Allowed == allowed ? "expect says the same twice" : "expect says both allowed and denied",
                $"it once (first in line {before.Line.At.Line}: {before.Line})");
        }

        return contradictory;
    }

    // A line about a misspelt namespace would hold for nothing.
    private static void CheckNamespace(ExpectLine line, AccessSpec spec, SpecProblems problems)
    {
        if (line.Request is not AccessRequest.OfResource { Namespace: { Length: > 0 } ns }) return;
        var known = NamespaceReferences.Known(spec).ToList();
        if (!known.Contains(ns) && Nearest.To(ns, known) is { } meant)
        {
            problems.Note(line.Written.At, $"expect: namespace {ns} is not listed in this file; did you mean {meant}?");
        }
    }

    // What was reported already is not reported again as what follows from it.
    private static bool IsSound(MappingSpec item, AccessSpec spec)
    {
        var groups = item.Groups.Select(group => group.Text).ToList();
        var reaching = spec.Mappings.Where(other => other == item || groups.Contains(AccessGroups.Of(other.Name.Text))).ToList();
        return reaching.TrueForAll(other => other.GrantIsWhole)
            && reaching.SelectMany(other => other.Grant).All(grant => grant.Role is not { } role
                || (spec.Roles.FirstOrDefault(own => own.Name.Text == role.Text) is { IsWhole: true } own
                    && (grant.Namespaces is null || own.Namespaces is null
                        || grant.Namespaces.All(ns => own.Namespaces.Any(where => where.Text == ns.Text)))));
    }

    private static bool IsOfThisFile(Word group, AccessSpec spec) =>
        spec.Mappings.Any(item => AccessGroups.Of(item.Name.Text) == group.Text);

    private static string Describe(AccessRequest request) => request switch
    {
        AccessRequest.OfUrl url => $"{url.Verb} on {url.Path}",
        AccessRequest.OfResource { Namespace: "" } resource => $"{resource.Verb} on {Resource(resource)} in the whole cluster",
        AccessRequest.OfResource resource => $"{resource.Verb} on {Resource(resource)} in {resource.Namespace}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Resource(AccessRequest.OfResource resource)
    {
        var type = resource.ApiGroup is "" or "*" ? resource.Resource : $"{resource.Resource}.{resource.ApiGroup}";
        var sub = resource.Subresource.Length == 0 ? "" : $"/{resource.Subresource}";
        return resource.Name.Length == 0 ? $"{type}{sub}" : $"{type}{sub} {resource.Name}";
    }
}
