namespace EksIamCdk.Access.AwsAuth;

/// <summary>A whole map as the authenticator reads it, read once, to be asked many times.</summary>
public sealed class AwsAuthReading
{
    private readonly Dictionary<Section, Dictionary<string, EntryInForce>> _last = [];

    /// <param name="data">The data of the ConfigMap; null for a map that is not there or not read.</param>
    public AwsAuthReading(IReadOnlyDictionary<string, string>? data)
    {
        Sections = [.. AwsAuth.Sections.All.Select(section => SectionReader.Read(section, data?.GetValueOrDefault(section.Key())))];
        foreach (var reading in Sections)
        {
            // The last of equal ones wins.
            var last = _last[reading.Section] = new(reading.Section.IdComparer());
            foreach (var entry in reading.Entries) last[entry.Entry.Id] = entry;
        }
    }

    /// <summary>In the order in which the authenticator asks them.</summary>
    public IReadOnlyList<SectionReading> Sections { get; }

    /// <summary>The entry in force for an ARN or account id; null when there is none.</summary>
    public EntryInForce? Find(Section section, string id) => _last[section].GetValueOrDefault(id);
}
