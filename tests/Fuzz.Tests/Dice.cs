namespace EksIamCdk.Fuzz.Tests;

/// <summary>Chance that is the same for the same seed, on every machine and with every version of .NET (SplitMix64).</summary>
public sealed class Dice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>The dice of a case: another kind of case or another number has others.</summary>
    public static Dice Of(string kind, int number) =>
        new(kind.Aggregate(14695981039346656037UL, (hash, letter) => (hash ^ letter) * 1099511628211UL) ^ ((ulong)(uint)number << 20));

    /// <summary>From 0 to one less than the bound, which is above 0.</summary>
    public int Below(int bound)
    {
        var mixed = _state += 0x9E3779B97F4A7C15UL;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9UL;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBUL;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)bound);
    }

    public int Between(int least, int most) => least + Below(most - least + 1);

    public bool OneIn(int chances) => Below(chances) == 0;

    public T Of<T>(IReadOnlyList<T> choices) => choices[Below(choices.Count)];
}
