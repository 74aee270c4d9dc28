using System.Text.Json;
using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Fuzz.Tests.Targets;

/// <summary>A section of aws-auth is read or lost, in memory that its length bounds, and as the authenticator reads it.</summary>
internal sealed class ReadingTarget : IFuzzTarget
{
    private const long AllowedAtAll = 256 * 1024;
    private const long AllowedForCharacter = 2048;

    public string Name => "reading";

    public int Share => 35;

    public string Input(int number) => SectionCase.Text(Name, number);

    public Verdict Judge(string text, int number)
    {
        var section = SectionCase.SectionOf(number);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var reading = SectionReader.Read(section, text);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        if (allocated > AllowedAtAll + (AllowedForCharacter * text.Length)) return Verdict.Wrong($"reading takes {allocated} bytes of memory for {text.Length} characters");
        if (reading.Lost && reading.Entries.Count > 0) return Verdict.Wrong("a lost section has entries");
        if (WherePlacesAreWrong(reading, text) is { } place) return Verdict.Wrong(place);
        if (WhatTheAuthenticatorReadsElse(section, text, reading) is { } difference) return Verdict.Wrong(difference);
        return new Verdict(reading.Lost ? "lost" : reading.Entries.Count == 0 ? "empty" : "read");
    }

    /// <summary>
    /// Two things that nobody writes are lost to us, and so never rewritten, while the authenticator reads something: nesting of more than
    /// 1,000 levels, of which it takes 10,000; and two byte order marks at the start, behind which it skips letters here and there.
    /// </summary>
    public static bool IsBeyondUs(SectionReading reading, string text) => reading.Fault is { } fault
        && (fault.Message.Contains("nested more than", StringComparison.Ordinal) || text.StartsWith("\uFEFF\uFEFF", StringComparison.Ordinal));

    /// <summary>What the authenticator makes of it, as JSON; null when it is not here.</summary>
    public static JsonElement? Asked(string text, int number) =>
        AuthenticatorProcess.IsHere ? JsonElement.Parse(AuthenticatorProcess.Ask(SectionCase.SectionOf(number), text).Json) : null;

    private static string? WhatTheAuthenticatorReadsElse(Section section, string text, SectionReading reading) =>
        AuthenticatorProcess.IsHere && !IsBeyondUs(reading, text) ? AuthenticatorProcess.Ask(section, text).Difference(reading) : null;

    private static string? WherePlacesAreWrong(SectionReading reading, string text)
    {
        var lines = text.Split(["\r\n", "\n", "\r", "\u0085", "\u2028", "\u2029"], StringSplitOptions.None);
        var places = reading.Findings.Select(finding => (finding.Line, finding.Column)).Concat(reading.Entries.Select(entry => (entry.Line, entry.Column)));
        if (reading.Fault is { } fault) places = places.Append((fault.Line, fault.Column));
        foreach (var (line, column) in places)
        {
            if (line < 1 || line > lines.Length || column < 1 || column > lines[line - 1].Length + 1) return $"line {line}, column {column} is outside the text";
        }

        return null;
    }
}
