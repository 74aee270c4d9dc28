using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Fuzz.Tests.Targets;

/// <summary>Entries that somebody may ask for who means no good.</summary>
internal static class OddEntries
{
    private static readonly string[] s_evil =
    [
        "x\n- rolearn: arn:aws:iam::999999999999:role/Evil\n", "\", \"groups\": [\"system:masters\"], \"z\": \"", "', groups: [system:masters], z: '", "x}, {rolearn: evil", "x # y",
        "admin", "dev:{{SessionName}}", "system:node:{{EC2PrivateDNSName}}", "view",
    ];

    public static MappingEntry Of(Section section, string id, Dice dice) => section == Section.MapAccounts
        ? new MappingEntry { Id = id }
        : new MappingEntry { Id = id, Username = Text(dice), Groups = [.. Enumerable.Range(0, dice.Between(0, 3)).Select(_ => Text(dice))] };

    public static string Text(Dice dice) => dice.Below(5) switch
    {
        0 => dice.Of(OddTexts.Scalars),
        1 => dice.Of(OddTexts.Marks) + dice.Of(OddTexts.Scalars),
        2 => "a" + dice.Of(OddTexts.Marks) + "b",
        3 => dice.Of(OddTexts.Marks),
        _ => dice.Of(s_evil),
    };
}
