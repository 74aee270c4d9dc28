using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Fuzz.Tests.Targets;

/// <summary>What a case about a section begins with.</summary>
internal static class SectionCase
{
    private static readonly IReadOnlyList<string> s_all = [.. Corpus.Sections.Values.SelectMany(texts => texts)];

    /// <summary>Roles more often: they matter most.</summary>
    public static Section SectionOf(int number) => (number % 5) switch
    {
        0 => Section.MapUsers,
        1 => Section.MapAccounts,
        _ => Section.MapRoles,
    };

    /// <summary>A text of the corpus with mutations, or one that is made up.</summary>
    public static string Text(string kind, int number)
    {
        var dice = Dice.Of(kind, number);
        if (dice.OneIn(4))
        {
            var made = MadeUpSection.Of(dice);
            return dice.OneIn(2) ? made : TextMutator.Mutated(made, dice, s_all);
        }

        return TextMutator.Mutated(dice.Of(dice.OneIn(10) ? s_all : Corpus.Sections[SectionOf(number)]), dice, s_all);
    }
}
