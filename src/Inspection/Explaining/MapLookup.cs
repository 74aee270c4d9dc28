using System.Globalization;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>What aws-auth makes of an IAM principal, and which of its entries only seem to.</summary>
internal sealed class MapLookup
{
    private readonly ClusterState _cluster;
    private readonly Principal.Iam _principal;
    private readonly List<IdentityNote> _notes = [];

    /// <param name="cluster">Whose map.</param>
    /// <param name="named">The entries that name the principal, or seem to.</param>
    /// <param name="principal">Who comes.</param>
    public MapLookup(ClusterState cluster, IReadOnlyList<(Section Section, EntryInForce Entry)> named, Principal.Iam principal)
    {
        (_cluster, _principal) = (cluster, principal);
        Match = Decide();
        NoteLostSections();
        foreach (var (section, entry) in named.Where(one => one.Entry != Match?.Entry)) _notes.Add(Note(section, entry));
    }

    /// <summary>The entry that decides.</summary>
    public (Section Section, EntryInForce Entry)? Match { get; }

    /// <summary>Null when the map does not let it in.</summary>
    public Identity? Identity { get; private set; }

    public string WhyNot { get; private set; } = "";

    public IReadOnlyList<IdentityNote> Notes => _notes;

    public static string Place(Section section, EntryInForce entry) =>
        string.Create(CultureInfo.InvariantCulture, $"aws-auth {section.Key()} line {entry.Line}");

    private (Section, EntryInForce)? Decide()
    {
        if (_cluster.Mode == AuthenticationMode.Api)
        {
            WhyNot = $"{_principal} has no access entry, and the cluster reads nothing else (authentication mode API)";
            return null;
        }

        switch (Authenticator.Resolve(_cluster.Map, Caller()))
        {
            case Resolution.Mapped mapped:
                var user = mapped.Section == Section.MapAccounts
                    ? new RbacUser(mapped.Username, [RbacUser.Authenticated])
                    : Filled(mapped.Because.Entry);
                Identity = new(user, new MappedBy.AwsAuthEntry(mapped.Section, mapped.Because), []);
                return (mapped.Section, mapped.Because);

            // A node whose name nobody gave is let in all the same: each under its own.
            case Resolution.Refused { Section: { } section, Because: { } entry }
                when _principal.Session is null || (_principal.Ec2PrivateDnsName is null && Authenticator.IsInstanceId(_principal.Session)):
                Identity = new(Filled(entry.Entry), new MappedBy.AwsAuthEntry(section, entry), []);
                return (section, entry);
            case Resolution.Refused refused:
                WhyNot = refused.Because is null ? NothingMaps() : refused.Why.TrimEnd('.');
                return refused is { Section: { } at, Because: { } because } ? (at, because) : null;
            default:
                throw new System.Diagnostics.UnreachableException();
        }
    }

    private RbacUser Filled(MappingEntry entry) => new(
        SessionText.Fill(entry.Username, _principal),
        [.. entry.Groups.Select(group => SessionText.Fill(group, _principal)), RbacUser.Authenticated]);

    private string NothingMaps() => _cluster.AwsAuth is null
        ? $"nothing maps {_principal}: the cluster has no aws-auth map that could be read"
        : $"nothing maps {_principal}: neither an entry of aws-auth nor its account {_principal.AccountId}";

    private Caller Caller() => new()
    {
        Arn = _principal.CallerArn,
        SessionName = _principal.Session ?? "",
        Ec2PrivateDnsName = _principal.Ec2PrivateDnsName,
    };

    private void NoteLostSections()
    {
        foreach (var reading in _cluster.Map.Sections)
        {
            if (reading.Fault is not { } fault) continue;
            _notes.Add(new(
                IdentityNoteKind.SectionLost, string.Create(CultureInfo.InvariantCulture, $"aws-auth {reading.Section.Key()} line {fault.Line}"),
                $"the whole section is lost: {fault.Message}", "correct that line"));
        }
    }

    /// <summary>Why an entry that names the principal, or seems to, is not the one that decides.</summary>
    private IdentityNote Note(Section section, EntryInForce entry)
    {
        var place = Place(section, entry);
        if (_cluster.Mode == AuthenticationMode.Api)
            return new(IdentityNoteKind.NotRead, place, "aws-auth is not read in the authentication mode API", "remove the entry, or make an access entry of it");
        if (Reachability.WhyNone(section, entry.Entry) is { } why)
            return new(IdentityNoteKind.Unreachable, place, $"no caller can match it: {why}", "correct its ARN");
        if (Match is not { } match)
            return new(IdentityNoteKind.Unreachable, place, $"it is not compared equal with {_principal.CallerArn}", "correct its ARN");
        return match.Section == Section.MapUsers && section == Section.MapUsers && entry.Entry.Id != match.Entry.Entry.Id
            ? new(
                IdentityNoteKind.Unknown, place,
                string.Create(CultureInfo.InvariantCulture, $"the same ARN stands in line {match.Entry.Line} in other letter case: which of the two wins is random"),
                "remove one of them")
            : new(IdentityNoteKind.Shadowed, place, $"has no effect: the entry in {Place(match.Section, match.Entry)} comes first", "remove it");
    }
}
