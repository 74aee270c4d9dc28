namespace EksIamCdk.Inspection.Reporting;

/// <summary>Different items in the order in which they came, each with its index.</summary>
internal sealed class Table<T>
    where T : notnull
{
    private readonly Dictionary<T, int> _indices = [];
    private readonly List<T> _items = [];

    public IReadOnlyList<T> Items => _items;

    public bool Has(T item) => _indices.ContainsKey(item);

    public int IndexOf(T item)
    {
        if (_indices.TryGetValue(item, out var index)) return index;
        _items.Add(item);
        return _indices[item] = _items.Count - 1;
    }
}
