namespace EksIamCdk.Sandbox.CloudFormation.Planning;

/// <summary>What needs what.</summary>
internal static class DependencyGraph
{
    /// <summary>Every circle that has no node in common with one before it, each from its first node round to that node again.</summary>
    public static IReadOnlyList<IReadOnlyList<string>> Circles(IReadOnlyDictionary<string, IReadOnlySet<string>> needs)
    {
        List<IReadOnlyList<string>> circles = [];
        HashSet<string> done = new(StringComparer.Ordinal);
        List<string> way = [];
        foreach (var start in needs.Keys.Order(StringComparer.Ordinal))
            Visit(start);
        return circles;

        void Visit(string node)
        {
            if (done.Contains(node) || !needs.TryGetValue(node, out var next))
                return;
            if (way.IndexOf(node) is >= 0 and var begin)
            {
                circles.Add([.. way[begin..], node]);
                done.UnionWith(way[begin..]);
                return;
            }
            way.Add(node);
            foreach (var other in next)
                Visit(other);
            way.RemoveAt(way.Count - 1);
            done.Add(node);
        }
    }

    /// <summary>The same edges the other way round, among the given nodes only: what must be gone before each can go.</summary>
    public static IReadOnlyDictionary<string, IReadOnlySet<string>> Reverse(IReadOnlyDictionary<string, IReadOnlySet<string>> needs)
    {
        var reversed = needs.Keys.ToDictionary(id => id, _ => new HashSet<string>(StringComparer.Ordinal), StringComparer.Ordinal);
        foreach (var (id, others) in needs)
        {
            foreach (var other in others.Where(reversed.ContainsKey))
                reversed[other].Add(id);
        }
        return reversed.ToDictionary(r => r.Key, r => (IReadOnlySet<string>)r.Value, StringComparer.Ordinal);
    }
}
