namespace EksIamCdk.Access.Spec;

/// <summary>A text of a spec, and where it stands.</summary>
/// <param name="Text">As it is written; empty when it is missing or wrong, which a problem then says.</param>
/// <param name="At">Its first character.</param>
public sealed record Word(string Text, SpecPosition At)
{
    internal static readonly Word Missing = new("", default);

    internal bool IsMissing => Text.Length == 0;

    public override string ToString() => Text;
}
