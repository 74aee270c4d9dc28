namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>What was found of one link of a chain.</summary>
public abstract record LinkState
{
    private LinkState()
    {
    }

    /// <param name="What">What was seen, a sentence without a full stop.</param>
    public sealed record Holds(string What) : LinkState;

    /// <param name="Why">What is wrong, a sentence without a full stop.</param>
    /// <param name="Remedy">What to do, a sentence without a full stop.</param>
    /// <param name="Commands">The commands that do it, each a line for a POSIX shell. In CAPITALS is what nobody here can know.</param>
    public sealed record Broken(string Why, string Remedy, IReadOnlyList<string> Commands) : LinkState
    {
        public bool Equals(Broken? other) => other is not null && Why == other.Why && Remedy == other.Remedy && Commands.SequenceEqual(other.Commands);

        public override int GetHashCode() => HashCode.Combine(Why, Remedy, Commands.Count);
    }

    /// <summary>It could not be looked at, so it may be the one that is broken.</summary>
    /// <param name="What">What could not be read, and what that leaves unknown.</param>
    public sealed record Unknown(string What) : LinkState;

    /// <summary>One before it is broken.</summary>
    public sealed record NotReached : LinkState;

    internal static LinkState Mend(string why, string remedy, params IEnumerable<string> commands) => new Broken(why, remedy, [.. commands]);
}
