using EksIamCdk.Access.Spec;

namespace EksIamCdk.Fuzz.Tests.Targets;

/// <summary>A spec is read, or every problem of it has its place in the text.</summary>
internal sealed class SpecTarget : IFuzzTarget
{
    public string Name => "spec";

    public int Share => 5;

    public string Input(int number)
    {
        var dice = Dice.Of(Name, number);
        return TextMutator.Mutated(dice.Of(Corpus.Specs), dice, Corpus.Specs);
    }

    public Verdict Judge(string text, int number)
    {
        var reading = AccessSpec.Read(text);
        if ((reading.Spec is null) == (reading.Problems.Count == 0)) return Verdict.Wrong($"{reading.Problems.Count} problems, and a spec is {(reading.Spec is null ? "not " : "")}read");

        var lines = text.Split(["\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029"], StringSplitOptions.None);
        var outside = reading.Problems.Concat(reading.Notes).FirstOrDefault(message =>
            message.At.Line < 1 || message.At.Line > lines.Length || message.At.Column < 1 || message.At.Column > lines[message.At.Line - 1].Length + 1);
        return outside is null ? new Verdict(reading.Spec is null ? "refused" : "read") : Verdict.Wrong($"outside the text: {outside.In("spec")}");
    }
}
