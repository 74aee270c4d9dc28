namespace EksIamCdk.Histories.Tests;

/// <summary>Every history that ever failed, by what it was about; each was made as small as it could be.</summary>
public sealed class FoundTests
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "found");

    public static TheoryData<string> Found =>
        [.. Directory.EnumerateFiles(Folder, "*.jsonl").Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Found))]
    public async Task What_once_failed_holds(string name)
    {
        await using var cluster = await EmbeddedCluster.StartAsync();

        Assert.Null(await HistoryRun.OfAsync(cluster, Story.Read(await File.ReadAllTextAsync(Path.Combine(Folder, $"{name}.jsonl")))));
    }

    [Fact]
    public void A_script_is_read_as_it_was_written()
    {
        foreach (var number in Enumerable.Range(1, 50))
        {
            var script = Generator.Of(number).Script();
            Assert.Equal(script, Story.Read(script).Script());
        }
    }
}
