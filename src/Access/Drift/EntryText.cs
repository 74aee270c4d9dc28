using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Access.Drift;

/// <summary>An entry of aws-auth as lines of text, the same whatever style its section is written in.</summary>
internal static class EntryText
{
    public static string Of(EntryDeclaration declaration) => Of(declaration.Section, declaration.Entry);

    public static string Of(Section section, MappingEntry entry)
    {
        if (section.ArnKey() is not { } key) return $"- {entry.Id}\n";
        var groups = string.Concat(entry.Groups.Select(group => $"  - {group}\n"));
        return $"{key}: {entry.Id}\nusername: {entry.Username}\n{(groups.Length == 0 ? "groups: []\n" : $"groups:\n{groups}")}";
    }
}
