using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using EksIamCdk.Cli.Report;

namespace EksIamCdk.Cli.Tests.Report;

public sealed class ReportCommandTests : IDisposable
{
    private const string Clean = "examples/clusters/clean";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eks-iam-cdk-test.");

    private string Page => Path.Combine(_folder.FullName, "report.html");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task It_writes_one_page_and_says_what_is_in_it()
    {
        var ended = await Eksiam.RunAsync("report", "--from", Clean, "--out", Page);

        Assert.Equal((0, ""), (ended.ExitCode, ended.Output));
        Assert.Matches($@"^{Regex.Escape(Page)}: [0-9]+ principals, [0-9]+ grants, [0-9]+ namespaces, 0 findings; [0-9]+ KB\n$", ended.Error);
        Assert.Equal(["report.html"], _folder.GetFiles().Select(file => file.Name));
    }

    [Fact]
    public async Task Without_a_file_the_page_is_standard_output_and_nothing_else_is()
    {
        var ended = await Eksiam.RunAsync("report", "--from", Clean);

        Assert.Equal(0, ended.ExitCode);
        Assert.StartsWith("<!doctype html>", ended.Output, StringComparison.Ordinal);
        Assert.EndsWith("</html>\n", ended.Output, StringComparison.Ordinal);
        Assert.NotNull(ReportPage.DataOf(ended.Output));
    }

    [Fact]
    public async Task The_policy_of_the_page_names_the_hashes_of_its_own_script_and_style_and_allows_nothing_else()
    {
        var page = (await Eksiam.RunAsync("report", "--from", Clean)).Output;

        var policy = Regex.Match(page, "Content-Security-Policy\" content=\"([^\"]*)\"").Groups[1].Value;
        Assert.Equal(
            $"default-src 'none'; script-src '{Hash("<script>", "</script>")}'; style-src '{Hash("<style>", "</style>")}'; base-uri 'none'; form-action 'none'; "
            + "require-trusted-types-for 'script'; trusted-types 'none'",
            policy);
        Assert.DoesNotMatch("https?://(?!www\\.w3\\.org/2000/svg)", Regex.Replace(page, "<script type=\"application/json\".*?</script>", "", RegexOptions.Singleline));

        string Hash(string start, string end)
        {
            var from = page.LastIndexOf(start, StringComparison.Ordinal) + start.Length;
            return $"sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(page[from..page.IndexOf(end, from, StringComparison.Ordinal)])))}";
        }
    }

    [Fact]
    public async Task An_older_page_and_a_saved_folder_are_both_compared_with()
    {
        Assert.Equal(0, (await Eksiam.RunAsync("report", "--from", Clean, "--out", Page)).ExitCode);

        var page = await Eksiam.RunAsync("report", "--from", Clean, "--since", Page);
        var folder = await Eksiam.RunAsync("report", "--from", Clean, "--since", Clean);

        Assert.All([page, folder], ended => Assert.Contains("\"changes\":{", ended.Output, StringComparison.Ordinal));
        Assert.All([page, folder], ended => Assert.Contains("\"access\":[]", ended.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_wrong_is_all_told_at_once_and_nothing_is_written()
    {
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "other.html"), "<p>hello</p>");

        var ended = await Eksiam.RunAsync(
            "report", "--from", Clean, "--out", Path.Combine(_folder.FullName, "nowhere", "report.html"), "--since", Path.Combine(_folder.FullName, "other.html"));

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains($"there is no folder {Path.Combine(_folder.FullName, "nowhere")}; make it first", ended.Error, StringComparison.Ordinal);
        Assert.Contains("other.html: is no page that eksiam report wrote", ended.Error, StringComparison.Ordinal);
        Assert.Equal(["other.html"], _folder.GetFiles().Select(file => file.Name));
    }

    [Theory]
    [InlineData("\"format\":1,", "\"format\":7,", "is a report of format 7, this eksiam reads format 1")]
    [InlineData("\"grants\":[", "\"grants\":[{},", "is a report that cannot be read")]
    public async Task A_page_of_another_version_or_that_somebody_broke_is_told(string old, string changed, string expected)
    {
        await Eksiam.RunAsync("report", "--from", Clean, "--out", Page);
        await File.WriteAllTextAsync(Page, (await File.ReadAllTextAsync(Page)).Replace(old, changed, StringComparison.Ordinal));

        var ended = await Eksiam.RunAsync("report", "--from", Clean, "--since", Page);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains($"--since {Page}: {expected}", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_folder_is_no_file_and_a_file_that_is_missing_is_told()
    {
        var folder = await Eksiam.RunAsync("report", "--from", Clean, "--out", _folder.FullName);
        var missing = await Eksiam.RunAsync("report", "--from", Clean, "--since", Path.Combine(_folder.FullName, "missing.html"));

        Assert.Equal((2, 2), (folder.ExitCode, missing.ExitCode));
        Assert.Contains("is a folder; name a file in it", folder.Error, StringComparison.Ordinal);
        Assert.Contains("there is no such file or folder", missing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_page_that_is_there_stays_as_it_was_when_the_cluster_cannot_be_read()
    {
        await File.WriteAllTextAsync(Page, "before");

        var ended = await Eksiam.RunAsync("report", "--from", Path.Combine(_folder.FullName, "missing"), "--out", Page);

        Assert.Equal(2, ended.ExitCode);
        Assert.Equal("before", await File.ReadAllTextAsync(Page));
    }
}
