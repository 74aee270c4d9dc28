namespace EksIamCdk.Fuzz.Tests;

/// <summary>Makes a text that fails smaller, as long as it still fails.</summary>
internal static class Shrinker
{
    private const int MostTries = 4000;

    public static string Smallest(string text, Func<string, bool> fails)
    {
        var tries = 0;
        for (var length = text.Length; length > 0;)
        {
            var smaller = false;
            for (var start = 0; start < text.Length && tries < MostTries; start += length)
            {
                var candidate = Mutation.TextMutator.Whole(text.Remove(start, Math.Min(length, text.Length - start)));
                tries++;
                if (candidate.Length >= text.Length || !fails(candidate)) continue;
                text = candidate;
                smaller = true;
                start -= length;
            }

            if (!smaller || length > text.Length) length = Math.Min(length / 2, Math.Max(text.Length, 0));
        }

        return text;
    }
}
