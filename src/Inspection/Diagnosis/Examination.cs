namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>A link that was come to, or not.</summary>
public sealed record LinkFinding(string Link, LinkState State);

/// <summary>A chain, link by link, to the first that is broken.</summary>
/// <param name="Question">What was asked, in one line.</param>
/// <param name="Links">In order; after the first that is broken, none is reached.</param>
public sealed record Examination(string Question, IReadOnlyList<LinkFinding> Links)
{
    /// <summary>The link that is broken; null when none is.</summary>
    public LinkFinding? BrokenLink => Links.FirstOrDefault(link => link.State is LinkState.Broken);

    /// <summary>Whether each link was looked at and holds.</summary>
    public bool AllHold => Links.All(link => link.State is LinkState.Holds);

    public bool Equals(Examination? other) => other is not null && Question == other.Question && Links.SequenceEqual(other.Links);

    public override int GetHashCode() => HashCode.Combine(Question, Links.Count);

    internal static Examination Of(string question, IEnumerable<Link> links)
    {
        var found = new List<LinkFinding>();
        var broken = false;
        foreach (var link in links)
        {
            var state = broken ? new LinkState.NotReached() : link.Look();
            broken |= state is LinkState.Broken;
            found.Add(new(link.Name, state));
        }

        return new(question, found);
    }
}
