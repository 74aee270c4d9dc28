namespace EksIamCdk.Access.Spec.Reading;

/// <summary>The keys of one map, asked for one by one: by asking, a record declares what it may hold.</summary>
internal abstract class Fields
{
    /// <summary>The place of the map.</summary>
    public abstract SpecPosition At { get; }

    /// <summary>How many problems there are so far, in the whole file.</summary>
    public abstract int ProblemCount { get; }

    /// <summary>A key that must be there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="description">What it says, for errors and for the schema.</param>
    /// <param name="shape">What its value may be.</param>
    /// <param name="missing">Stands in for a value that is missing or of no use; a problem says so.</param>
    public abstract T Required<T>(string key, string description, Shape<T> shape, T missing);

    /// <summary>A key that may be left out.</summary>
    public abstract T? Optional<T>(string key, string description, Shape<T> shape);

    /// <summary>Some keys of which one must be there, and only one.</summary>
    public abstract void ExactlyOne(params string[] keys);

    /// <summary>Two keys that come together or not at all.</summary>
    public abstract void Together(string one, string other);

    /// <summary>Keys that say one thing, and keys that say another: not both.</summary>
    public abstract void Either(string[] one, string[] other);

    /// <summary>Whether the map has a key that was meant to be one of these.</summary>
    public abstract bool Misspelt(params string[] keys);

    /// <summary>The place of a key's value; of the map, where the key is left out.</summary>
    public abstract SpecPosition PlaceOf(string key);
}
