using System.Globalization;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Snapshots;

namespace EksIamCdk.Access.Explaining;

/// <summary>What aws-auth makes of an IAM principal, and which of its entries only seem to.</summary>
internal sealed class MapLookup
{
    private readonly ClusterState _cluster;
    private readonly Principal.Iam _principal;
    private readonly List<IdentityNote> _notes = [];

    public MapLookup(ClusterState cluster, Principal.Iam principal)
    {
        (_cluster, _principal) = (cluster, principal);
        Match = Decide();
        NoteOthers();
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
            case Resolution.Refused { Section: { } section, Because: { } entry } when _principal.Session is null:
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

    /// <summary>Entries that name the principal, or seem to, and are not the one that decides.</summary>
    private void NoteOthers()
    {
        foreach (var reading in _cluster.Map.Sections)
        {
            if (reading.Fault is { } fault)
            {
                _notes.Add(new(
                    IdentityNoteKind.SectionLost, string.Create(CultureInfo.InvariantCulture, $"aws-auth {reading.Section.Key()} line {fault.Line}"),
                    $"the whole section is lost: {fault.Message}", "correct that line"));
            }

            if (reading.Section == Section.MapAccounts) continue;
            foreach (var entry in reading.Entries.Where(entry => entry != Match?.Entry && Names(entry.Entry.Id)))
            {
                _notes.Add(Reachability.WhyNone(reading.Section, entry.Entry) is { } why
                    ? new(IdentityNoteKind.Unreachable, Place(reading.Section, entry), $"no caller can match it: {why}", "correct its ARN")
                    : new(IdentityNoteKind.Shadowed, Place(reading.Section, entry), "has no effect: another entry of the same ARN comes first", "remove it"));
            }
        }
    }

    /// <summary>Whether a text is, or was probably meant as, the ARN of the principal: same account, same name.</summary>
    private bool Names(string id)
    {
        var parts = string.Concat(id.Where(character => !char.IsWhiteSpace(character))).Split(':', 6);
        if (parts.Length < 6 || parts[4] != _principal.AccountId) return false;
        var resource = parts[5].Split('/');
        var name = resource is ["assumed-role", var role, ..] ? role : resource[^1];
        return resource.Length > 1 && name.Equals(_principal.Name, StringComparison.OrdinalIgnoreCase)
            && (resource[0] is "role" or "assumed-role" or "instance-profile") == _principal.IsRole;
    }
}
