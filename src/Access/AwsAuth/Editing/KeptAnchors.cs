using EksIamCdk.Access.AwsAuth.Yaml;

namespace EksIamCdk.Access.AwsAuth.Editing;

/// <summary>
/// Pairs of an entry that hold an anchor which other entries refer to. When the entry is replaced they stay, under a key that
/// the authenticator ignores, so that the others read as before.
/// </summary>
internal static class KeptAnchors
{
    private const string Prefix = "kept-";

    /// <summary>The pairs as they are to stand in the new entry.</summary>
    public static IReadOnlyList<string> Of(SectionDocument document, Node entry, ScalarStyle keyStyle)
    {
        if (entry.Kind != NodeKind.Mapping || document.IsPlain) return [];
        var needed = new HashSet<Node>();
        foreach (var item in document.Items)
        {
            if (item.Node != entry) CollectTargets(item.Node, needed);
        }

        if (needed.Count == 0) return [];
        return
        [
            .. from pair in entry.Pairs
               where Holds(pair.Value, needed)
               select ScalarWriter.Write(Prefix + pair.Key.Text, keyStyle, inFlow: true) + document.Text[pair.Key.End..pair.Value.End],
        ];
    }

    private static void CollectTargets(Node node, HashSet<Node> targets)
    {
        if (node.Target is { } target) targets.Add(target);
        foreach (var child in node.Children) CollectTargets(child, targets);
    }

    private static bool Holds(Node node, HashSet<Node> needed) => needed.Contains(node) || node.Children.Exists(child => Holds(child, needed));
}
