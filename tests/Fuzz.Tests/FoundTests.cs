using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Fuzz.Tests;

/// <summary>Every case that ever failed, by what it was about; each was made as small as it could be.</summary>
public sealed class FoundTests
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "found");

    public static TheoryData<string> Found =>
        [.. Directory.EnumerateFiles(s_folder, "*.json").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Found))]
    public void What_once_failed_holds(string name)
    {
        var found = FuzzCase.Read(File.ReadAllText(Path.Combine(s_folder, $"{name}.json")));

        Assert.Null(FuzzRun.Judged(FuzzTargets.Named(found.Target), found.Text, found.Number).Failure);
        if (found.Authenticator is { } authenticator)
            Assert.Null(AuthenticatorReading.Of(authenticator).Difference(SectionReader.Read(SectionCase.SectionOf(found.Number), found.Text)));
    }
}
