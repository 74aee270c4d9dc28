using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;
using Spectre.Console;

namespace EksIamCdk.Cli.See;

/// <summary>Who somebody is in a cluster, for people: one line a link of the chain.</summary>
internal static class IdentityText
{
    /// <summary>From the principal to username and groups, or why it is nobody.</summary>
    public static void Write(IAnsiConsole console, ClusterState cluster, Authentication who)
    {
        console.MarkupLineInterpolated($"[bold]{who.Principal}[/] in cluster {cluster.Name}");
        if (who.Principal is Principal.Iam iam && iam.CallerArn != iam.Arn) console.WriteLine($"  comes as    {iam.CallerArn}");
        if (who.Identity is not { } identity)
        {
            console.MarkupLineInterpolated($"  [bold red]is nobody[/]   {who.WhyNot}");
            return;
        }

        console.WriteLine($"  let in by   {By(identity.By)}");
        console.WriteLine($"  username    {(identity.User.Username.Length == 0 ? "(empty)" : identity.User.Username)}");
        console.WriteLine($"  groups      {string.Join(", ", identity.User.Groups.Select(group => group.Length == 0 ? "(empty)" : group))}");
        if (identity.HangsOnSession) console.WriteLine("              {{…}} is filled in by each session; --session NAME shows one");
    }

    /// <summary>What has no effect, is nowhere reached, or is not known; each with what to do.</summary>
    public static void WriteNotes(IAnsiConsole console, Authentication who)
    {
        foreach (var note in who.Notes)
        {
            var place = note.Place.Length == 0 ? "" : $"{note.Place}: ";
            console.MarkupLineInterpolated($"  [yellow]{Word(note.Kind)}[/] {place}{note.Message}{(note.Remedy.Length == 0 ? "" : $"; {note.Remedy}")}");
        }
    }

    public static string By(MappedBy by) => by switch
    {
        MappedBy.AccessEntry { Entry: var entry } => $"access entry of {entry.PrincipalArn} ({entry.Content.Type})",
        MappedBy.AwsAuthEntry { Section: Section.MapAccounts, Entry: var entry } => $"aws-auth mapAccounts line {entry.Line}: its account {entry.Entry.Id}",
        MappedBy.AwsAuthEntry { Section: var section, Entry: var entry } => $"aws-auth {section.Key()} line {entry.Line}: {entry.Entry.Id}",
        MappedBy.ServiceAccount account => $"service account {account.Name} in namespace {account.Namespace}",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Word(IdentityNoteKind kind) => kind switch
    {
        IdentityNoteKind.Shadowed => "shadowed   ",
        IdentityNoteKind.Unreachable => "unreachable",
        IdentityNoteKind.DeadEntry => "dead entry ",
        IdentityNoteKind.NotRead => "not read   ",
        IdentityNoteKind.SectionLost => "lost       ",
        IdentityNoteKind.Unknown => "not known  ",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
