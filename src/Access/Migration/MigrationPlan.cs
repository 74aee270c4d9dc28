using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Migration;

/// <summary>What becomes of each entry of an aws-auth map on access entries. The rules, and what other tools get wrong:
/// https://docs.aws.amazon.com/eks/latest/userguide/migrating-access-entries.html.</summary>
/// <param name="Steps">One for each entry, in the order of the map.</param>
/// <param name="Losses">Sections that cannot be read; then nothing is to be migrated.</param>
public sealed record MigrationPlan(IReadOnlyList<MigrationStep> Steps, IReadOnlyList<(Section Section, SectionFault Fault)> Losses)
{
    /// <summary>Whether every principal is after who it was before, and nobody is left behind.</summary>
    public bool IsExact => Losses.Count == 0 && Steps.All(step => step is MigrationStep.Moved { Differences.Count: 0 } or MigrationStep.WithoutEffect);

    public IEnumerable<MigrationStep.Moved> Moved => Steps.OfType<MigrationStep.Moved>();

    /// <param name="data">The data of the ConfigMap.</param>
    public static MigrationPlan Of(IReadOnlyDictionary<string, string> data)
    {
        ArgumentNullException.ThrowIfNull(data);
        var steps = new List<MigrationStep>();
        var losses = new List<(Section, SectionFault)>();
        var roles = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (var section in Sections.All)
        {
            var reading = SectionReader.Read(section, data.GetValueOrDefault(section.Key()));
            if (reading.Fault is { } fault) losses.Add((section, fault));
            var last = new Dictionary<string, EntryInForce>(section.IdComparer());
            foreach (var entry in reading.Entries) last[entry.Entry.Id] = entry;
            foreach (var entry in reading.Entries)
            {
                steps.Add(StepOf(section, entry, last[entry.Entry.Id], roles));
            }

            if (section == Section.MapRoles) roles.UnionWith(last.Keys);
        }

        return new(steps, losses);
    }

    private static MigrationStep StepOf(Section section, EntryInForce entry, EntryInForce inForce, HashSet<string> roles)
    {
        if (inForce != entry) return new MigrationStep.WithoutEffect(section, entry, $"the entry in line {inForce.Line} for the same ARN wins");
        if (Reachability.WhyNone(section, entry.Entry) is { } why) return new MigrationStep.WithoutEffect(section, entry, why);
        if (section == Section.MapUsers && roles.Contains(entry.Entry.Id))
        {
            return new MigrationStep.WithoutEffect(section, entry, "mapRoles has an entry for the same ARN, and is asked first");
        }

        return section == Section.MapAccounts
            ? new MigrationStep.Stays(section, entry, "access entries have none for a whole account: list its roles and users one by one")
            : EntryMove.Of(section, entry);
    }
}

/// <summary>What becomes of one entry.</summary>
/// <param name="Section">Where it stands.</param>
/// <param name="From">The entry.</param>
public abstract record MigrationStep(Section Section, EntryInForce From)
{
    /// <summary>It becomes an access entry.</summary>
    /// <param name="Section">Where it stands.</param>
    /// <param name="From">The entry.</param>
    /// <param name="To">The access entry.</param>
    /// <param name="Differences">What the principal can do before and not after, or the other way round, each as a sentence.</param>
    /// <param name="Notes">What is worth a look.</param>
    public sealed record Moved(
        Section Section, EntryInForce From, MovedEntry To, IReadOnlyList<string> Differences, IReadOnlyList<string> Notes)
        : MigrationStep(Section, From);

    /// <summary>It lets nobody in as it is, and moving it would: it stays behind.</summary>
    public sealed record WithoutEffect(Section Section, EntryInForce From, string Why) : MigrationStep(Section, From);

    /// <summary>It cannot be an access entry, and stands in the way of the mode API.</summary>
    public sealed record Stays(Section Section, EntryInForce From, string Why) : MigrationStep(Section, From);
}

/// <summary>An access entry as it would be made.</summary>
/// <param name="PrincipalArn">As aws-auth has it; a role there has no path, and its access entry needs the one it has.</param>
/// <param name="Type">STANDARD, or that of nodes.</param>
/// <param name="Username">Null for nodes, whose username EKS gives.</param>
/// <param name="Groups">As the map has them, <c>system:masters</c> included.</param>
public sealed record MovedEntry(string PrincipalArn, AccessEntryType Type, string? Username, AccessEntryGroups Groups);
