using System.Diagnostics;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Access.History;

/// <summary>What a write changed, in a few words: <c>+ mapRoles arn:…</c> came, <c>- RoleBinding dev/read</c> went, <c>~</c> is not as it was.</summary>
public static class ChangeSummary
{
    public static IReadOnlyList<string> Of(HistoryChange change) => change switch
    {
        HistoryChange.OfAwsAuth map => OfMap(map),
        HistoryChange.OfObject { Address: { } address } found => [Words(found.Before is not null, found.After is not null, address.ToString())],
        _ => throw new UnreachableException(),
    };

    private static List<string> OfMap(HistoryChange.OfAwsAuth change)
    {
        var (was, became) = (change.Was, change.Became);
        var (before, after) = (Claims.Read(was.Claims) ?? Claims.None, Claims.Read(became.Claims) ?? Claims.None);
        List<string> words =
        [
            .. from section in Sections.All
               from id in ChangedEntries.Of(section, was, before, became, after)
               select Words(Has(section, was, id), Has(section, became, id), $"{section.Key()} {id}"),
        ];
        if (was.Exists != became.Exists) words.Add(Words(was.Exists, became.Exists, ObjectAddress.AwsAuth.ToString()));
        return words.Count > 0 ? words : [Words(true, true, ObjectAddress.AwsAuth.ToString())];
    }

    private static bool Has(Section section, AwsAuthConfigMap map, string id) => SectionEditor.Find(section, map.Text(section), id).Count > 0;

    private static string Words(bool was, bool @is, string what) => $"{(was, @is) switch { (false, true) => '+', (true, false) => '-', _ => '~' }} {what}";
}
