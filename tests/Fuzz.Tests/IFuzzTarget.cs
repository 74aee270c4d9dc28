namespace EksIamCdk.Fuzz.Tests;

/// <summary>A reader of what strangers write, and what must hold whatever it is given.</summary>
public interface IFuzzTarget
{
    string Name { get; }

    /// <summary>How many of 100 cases are about it.</summary>
    int Share { get; }

    /// <summary>The text of a case.</summary>
    string Input(int number);

    /// <param name="text">Of the case, or less of it.</param>
    /// <param name="number">Of the case: what else there is to choose is chosen by it.</param>
    Verdict Judge(string text, int number);
}
