using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Explaining;

namespace EksIamCdk.Inspection.Linting;

/// <summary>Groups and bindings that miss each other.</summary>
internal static class BindingChecks
{
    private static readonly string[] s_everybody = [RbacUser.Authenticated, RbacUser.Unauthenticated, "system:anonymous"];

    public static IEnumerable<LintFinding> Of(LintSubject subject)
    {
        var own = subject.Cluster.Bindings.Where(binding => !BuiltIn.Is(binding)).ToList();
        return [.. Groups(subject), .. own.SelectMany(binding => Of(subject, binding))];
    }

    /// <summary>Whether a subject is everybody, known or not.</summary>
    public static bool IsEverybody(RbacSubject subject) => subject.Kind != SubjectKind.ServiceAccount && s_everybody.Contains(subject.Name, StringComparer.Ordinal);

    private static IEnumerable<LintFinding> Groups(LintSubject subject)
    {
        if (!subject.KnowsBindings)
        {
            subject.Missed("groups that nothing binds: not all bindings could be read");
            yield break;
        }

        var bound = subject.Cluster.Bindings.SelectMany(binding => binding.Subjects).Where(one => one.Kind == SubjectKind.Group)
            .Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var who in subject.Known.Iam)
        {
            if (who.Identity is null) continue;
            foreach (var group in who.Identity.User.Groups.Where(group => group.Length > 0 && !BuiltIn.IsName(group) && !IsBound(group)).Distinct())
            {
                yield return LintRules.GroupBoundNowhere.At(PlaceOf(who.Identity.By), $"group {group} of {who.Principal} is bound nowhere");
            }
        }

        bool IsBound(string group) => bound.Contains(group) || (SessionTemplate.IsOne(group) && bound.Any(name => SessionTemplate.Fits(group, name)));
    }

    private static LintPlace PlaceOf(MappedBy by) => by switch
    {
        MappedBy.AccessEntry access => LintPlace.Entry(access.Entry),
        MappedBy.AwsAuthEntry entry => LintPlace.Line(entry.Section, entry.Entry.Line),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IEnumerable<LintFinding> Of(LintSubject subject, RbacBinding binding)
    {
        var place = LintPlace.Of(binding);
        var role = $"{(binding.RoleIsClusterRole ? "ClusterRole" : "Role")} {binding.RoleName}";
        if (subject.Knows(binding) && subject.Cluster.Policy.RulesOf(binding) is null)
            yield return LintRules.RoleMissing.At(place, $"there is no {role}");

        foreach (var one in binding.Subjects)
        {
            if (IsEverybody(one))
            {
                yield return LintRules.Everybody.At(place, $"{one.Name} is given {role}");
            }
            else if (one.Kind == SubjectKind.ServiceAccount)
            {
                if (subject.Knows(KubernetesKind.ServiceAccount) && subject.Holders.Of(one, binding.Namespace).Count == 0)
                    yield return LintRules.NoServiceAccount.At(place, $"there is no {Holders.UsernameOf(one, binding.Namespace)}");
            }
            else if (subject.KnowsEverybody && !BuiltIn.IsName(one.Name) && subject.Holders.Of(one, binding.Namespace).Count == 0)
            {
                yield return LintRules.NobodyHas.At(place, $"{(one.Kind == SubjectKind.User ? "nobody is user" : "nobody has group")} {one.Name}, by aws-auth or an access entry");
            }
        }
    }
}
