using System.Collections;
using System.Runtime.CompilerServices;

namespace EksIamCdk.Access.Spec;

/// <summary>A list that is equal to another when its items are.</summary>
[CollectionBuilder(typeof(Items), nameof(Items.Create))]
public sealed class Items<T> : IReadOnlyList<T>, IEquatable<Items<T>>
{
    private readonly T[] _items;

    internal Items(T[] items) => _items = items;

    public int Count => _items.Length;

    public T this[int index] => _items[index];

    public IEnumerator<T> GetEnumerator() => _items.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public bool Equals(Items<T>? other) => other is not null && _items.SequenceEqual(other._items);

    public override bool Equals(object? obj) => Equals(obj as Items<T>);

    public override int GetHashCode() => _items.Aggregate(0, HashCode.Combine);
}

/// <summary>Makes <see cref="Items{T}"/> of collection expressions.</summary>
public static class Items
{
    public static Items<T> Create<T>(ReadOnlySpan<T> items) => new(items.ToArray());
}
