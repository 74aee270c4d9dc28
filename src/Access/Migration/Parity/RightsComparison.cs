using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Access.Migration.Parity;

/// <summary>What a principal can do before and after.</summary>
/// <param name="Before">The roles that bindings give it; what everybody has is left out.</param>
/// <param name="After">The same, after.</param>
/// <param name="Lost">What it can do before and not after; one verb, one resource each.</param>
/// <param name="Gained">What it can do after and not before.</param>
public sealed record RightsComparison(
    IReadOnlyList<GivenRole> Before, IReadOnlyList<GivenRole> After, IReadOnlyList<PlacedRule> Lost, IReadOnlyList<PlacedRule> Gained)
{
    public bool IsSame => Lost.Count == 0 && Gained.Count == 0;

    public bool Equals(RightsComparison? other) =>
        other is not null && Before.SequenceEqual(other.Before) && After.SequenceEqual(other.After) && Lost.SequenceEqual(other.Lost)
        && Gained.SequenceEqual(other.Gained);

    public override int GetHashCode() => HashCode.Combine(Before.Count, After.Count, Lost.Count, Gained.Count);
}

/// <summary>A role that a binding gives.</summary>
/// <param name="Role">Such as <c>ClusterRole edit</c>.</param>
/// <param name="Namespace">Empty: in the whole cluster.</param>
/// <param name="Session">The session that it is given to; null: to all.</param>
public sealed record GivenRole(string Role, string Namespace, string? Session)
{
    public override string ToString() => $"{Role}{Place.Of(Namespace)}{Place.Session(Session)}";
}

/// <summary>A right somewhere.</summary>
/// <param name="Namespace">Empty: in the whole cluster.</param>
/// <param name="Rule">Of one verb, one resource, one name or one path.</param>
/// <param name="Session">The session that it is about; null: all.</param>
public sealed record PlacedRule(string Namespace, PolicyRule Rule, string? Session)
{
    /// <summary>Rules of one place and one session with the same verbs, a line for each.</summary>
    public static IReadOnlyList<string> Lines(IReadOnlyList<PlacedRule> rules)
    {
        ArgumentNullException.ThrowIfNull(rules);
        return
        [
            .. from rule in rules
               group string.Join(", ", rule.Rule.Verbs) by (rule.Namespace, rule.Session, What: What(rule.Rule)) into same
               group same.Key.What by (same.Key.Namespace, same.Key.Session, Verbs: string.Join(", ", same.Distinct())) into line
               select $"{line.Key.Verbs} {string.Join(", ", line)}{Place.Of(line.Key.Namespace)}{Place.Session(line.Key.Session)}",
        ];
    }

    // As kubectl auth can-i --list has it: deployments.apps/scale.
    private static string What(PolicyRule rule)
    {
        if (rule.NonResourceUrls.Count > 0) return rule.NonResourceUrls[0];
        var resource = rule.Resources[0].Split('/', 2);
        var group = rule.ApiGroups[0].Length == 0 ? "" : $".{rule.ApiGroups[0]}";
        var subresource = resource.Length == 1 ? "" : $"/{resource[1]}";
        return $"{resource[0]}{group}{subresource}{(rule.ResourceNames.Count == 0 ? "" : $" named {rule.ResourceNames[0]}")}";
    }
}

internal static class Place
{
    public static string Of(string inNamespace) => inNamespace.Length == 0 ? "" : $" in {inNamespace}";

    public static string Session(string? session) => session is null ? "" : $" (session {session})";
}
