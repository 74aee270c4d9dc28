namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>A pair of a map that counts.</summary>
/// <param name="Type">Of the key.</param>
/// <param name="Name">Of the key.</param>
/// <param name="Key">Where the key stands.</param>
/// <param name="Value">What it leads to.</param>
/// <param name="Misfit">The first place in it of something that JSON cannot carry.</param>
internal readonly record struct MapPair(ScalarType Type, string Name, Node Key, Node Value, Mark? Misfit);

/// <summary>The pairs of a map that count: of repeated keys the last.</summary>
internal sealed class MapContent(int capacity)
{
    private const int FewPairs = 16;

    private readonly List<MapPair> _pairs = new(capacity);
    private Dictionary<(ScalarType, string), int>? _places;

    public List<MapPair> Pairs => _pairs;

    public void Set(MapPair pair)
    {
        var place = PlaceOf(pair);
        if (place >= 0)
        {
            _pairs[place] = pair;
            return;
        }

        _places?.Add((pair.Type, pair.Name), _pairs.Count);
        _pairs.Add(pair);
    }

    private int PlaceOf(MapPair pair)
    {
        if (_pairs.Count < FewPairs)
        {
            var place = _pairs.Count - 1;
            while (place >= 0 && (_pairs[place].Type != pair.Type || _pairs[place].Name != pair.Name)) place--;
            return place;
        }

        _places ??= _pairs.Select((known, place) => (known, place)).ToDictionary(found => (found.known.Type, found.known.Name), found => found.place);
        return _places.GetValueOrDefault((pair.Type, pair.Name), -1);
    }
}
