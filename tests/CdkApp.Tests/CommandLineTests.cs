using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json.Nodes;
using static EksIamCdk.CdkApp.Tests.Synthesis;

namespace EksIamCdk.CdkApp.Tests;

/// <summary>The app as people run it, with the tools they use.</summary>
public sealed class CommandLineTests
{
    [Fact]
    public void The_sample_is_synthesised_by_the_CDK_CLI_and_cfn_lint_has_nothing_to_say()
    {
        var cli = Path.Combine(Root, "node_modules", ".bin", "cdk");
        Assert.True(File.Exists(cli), "the CDK CLI is missing: run npm ci");
        var output = Directory.CreateTempSubdirectory("eks-iam-cdk-out-").FullName;

        var synth = Programs.Run(cli, Root, "synth", "--quiet", "--output", output);
        Assert.True(synth.ExitCode == 0, synth.Error);
        var template = Path.Combine(output, "AccessStack.template.json");
        Programs.Lint(template);

        var hash = JsonNode.Parse(File.ReadAllText(Path.Combine(output, "AccessStack.assets.json")))!["files"]!.AsObject().Select(file => file.Key)
            .Single(key => Directory.Exists(Path.Combine(output, $"asset.{key}")));
        var package = Path.Combine(output, $"asset.{hash}");
        Assert.True(File.Exists(Path.Combine(package, "MappingLambda.dll")));
        var zip = Path.Combine(output, "package.zip");
        ZipFile.CreateFromDirectory(package, zip);
        Assert.InRange(new FileInfo(zip).Length, 1, 2 * 1024 * 1024);
        Directory.Delete(output, recursive: true);
    }

    [Fact]
    public void A_wrong_spec_ends_with_1_and_its_problems_and_nothing_else()
    {
        var folder = AppContext.BaseDirectory;
        File.WriteAllText(
            Path.Combine(folder, "wrong.yaml"),
            """
            cluster: { nmae: demo }
            access:
              - { name: ops, principals: [arn:aws:iam::111122223333:role/Ops], grant: [{ profile: veiw }] }
            """);

        var result = App(folder, """{"spec": "wrong.yaml"}""");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("", result.Output);
        Assert.Equal(
        [
            "wrong.yaml:1:12: nmae is not a key of cluster (got nmae, expected name, authenticationMode, create, arn, endpoint, "
                + "certificateAuthorityData, oidcIssuer, region, accessRoleArn or externalId; did you mean name?)",
            "wrong.yaml:3:87: profile is wrong (got veiw, expected view, edit, admin or cluster-admin; did you mean view?)",
        ],
        result.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries).Where(
            line => line.StartsWith("wrong.yaml", StringComparison.Ordinal)));
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_missing_spec_is_named_with_what_to_do()
    {
        var result = App(Path.GetTempPath(), """{"spec": "nowhere.yaml"}""");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("nowhere.yaml: the spec cannot be read: ", result.Error, StringComparison.Ordinal);
        Assert.Contains("Name another one with -c spec=FILE.", result.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", result.Error, StringComparison.Ordinal);
    }

    // As the CDK CLI runs it: the context in the environment.
    private static (int ExitCode, string Output, string Error) App(string folder, string context)
    {
        var start = new ProcessStartInfo("dotnet", [typeof(AccessStack).Assembly.Location]) { WorkingDirectory = folder };
        start.Environment["CDK_CONTEXT_JSON"] = context;
        return Programs.Run(start);
    }
}
