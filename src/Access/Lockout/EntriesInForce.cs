using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Lockout;

/// <summary>The entries of a map that decide: of several for one ARN, the last.</summary>
internal sealed class EntriesInForce(Func<Section, string?> text)
{
    private readonly Dictionary<string, MappingEntry> _roles = Read(Section.MapRoles, text);
    private readonly Dictionary<string, MappingEntry> _users = Read(Section.MapUsers, text);

    public IReadOnlyCollection<MappingEntry> Roles => _roles.Values;

    public IReadOnlyCollection<MappingEntry> Users => _users.Values;

    public MappingEntry? Role(string arn) => _roles.GetValueOrDefault(arn);

    public MappingEntry? User(string arn) => _users.GetValueOrDefault(arn);

    private static Dictionary<string, MappingEntry> Read(Section section, Func<Section, string?> text)
    {
        var entries = new Dictionary<string, MappingEntry>(section.IdComparer());
        foreach (var inForce in SectionReader.Read(section, text(section)).Entries)
            entries[inForce.Entry.Id] = inForce.Entry;
        return entries;
    }
}
