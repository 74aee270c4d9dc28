namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>Characters of ASCII, and the line breaks beyond it. Words are short, so that a table is asked sooner than a search.</summary>
internal sealed class CharacterClass
{
    private readonly bool[] _ascii = new bool[128];

    public CharacterClass(string ascii)
    {
        foreach (var character in ascii) _ascii[character] = true;
    }

    public bool Has(char character) => character < _ascii.Length ? _ascii[character] : Characters.IsBreak(character);
}
