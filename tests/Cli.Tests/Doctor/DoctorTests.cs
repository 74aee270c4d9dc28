using System.Text.Json.Nodes;

namespace EksIamCdk.Cli.Tests.Doctor;

/// <summary><c>eksiam doctor</c> over saved states, and its bad input.</summary>
public sealed class DoctorTests
{
    private const string Role = "arn:aws:iam::111122223333:role";

    [Theory]
    [InlineData("clean-access", 0, "clean", "access Developer get pods -n staging")]
    [InlineData("clean-irsa", 0, "clean", "irsa shop/orders")]
    [InlineData("clean-pod-identity", 0, "clean", "pod-identity shop/payments")]
    [InlineData("clean-node", 0, "clean", "node")]
    [InlineData("clean-ci", 0, "clean", $"ci {Role}/Pipeline --caller arn:aws:iam::111122223333:user/jenkins")]
    [InlineData("legacy-config-map-access", 1, "legacy-config-map", $"access {Role}/ops/PlatformAdmin")]
    [InlineData("moving-access", 1, "moving", "access Deployer")]
    [InlineData("access-entries-access", 1, "access-entries", "access DataTeam delete pods -n reports")]
    [InlineData("platform-teams-access", 1, "platform-teams", $"access {Role}/team/Data delete pods -n team-data")]
    [InlineData("workloads-irsa", 1, "workloads", "irsa shop/exports")]
    [InlineData("workloads-pod-identity", 1, "workloads", "pod-identity shop/ledger")]
    public async Task The_examples_are_told_as_they_were_written_down(string golden, int exitCode, string cluster, string question)
    {
        var ended = await Eksiam.RunAsync(["doctor", .. question.Split(' '), "--from", $"examples/clusters/{cluster}"]);

        var expected = await File.ReadAllTextAsync(Path.Combine(Eksiam.Root, "tests", "Cli.Tests", "Doctor", "Golden", $"{golden}.txt"));
        Assert.Equal(("", expected, exitCode), (ended.Error, ended.Output, ended.ExitCode));
    }

    [Fact]
    public async Task Without_a_guide_each_symptom_is_listed_with_what_to_ask()
    {
        var ended = await Eksiam.RunAsync("doctor");

        Assert.Equal((0, ""), (ended.ExitCode, ended.Error));
        foreach (var symptom in new[] { "Unauthorized", "Forbidden", "InvalidIdentityToken", "Pod Identity", "NotReady", "GitHub Actions", "Argo CD" })
            Assert.Contains(symptom, ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task JSON_has_a_state_for_each_link_and_the_commands_of_the_broken_one()
    {
        var ended = await Eksiam.RunAsync("doctor", "irsa", "shop/exports", "--from", "examples/clusters/workloads", "-o", "json");

        Assert.Equal((1, ""), (ended.ExitCode, ended.Error));
        var answer = JsonNode.Parse(ended.Output)!;
        Assert.Equal(("broken", "annotation is a role"), ((string?)answer["verdict"], (string?)answer["brokenLink"]));
        Assert.Equal(["ok", "ok", "broken", "notReached"], answer["links"]!.AsArray().Take(4).Select(link => (string?)link!["state"]));
        Assert.Equal(
            $"kubectl annotate serviceaccount exports -n shop --overwrite eks.amazonaws.com/role-arn={Role}/shop-exports",
            (string?)Assert.Single(answer["links"]![2]!["commands"]!.AsArray()));
    }

    [Fact]
    public async Task An_unknown_service_account_is_a_broken_link_that_names_the_nearest()
    {
        var ended = await Eksiam.RunAsync("doctor", "irsa", "shop/order", "--from", "examples/clusters/clean");

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("there is no service account order in namespace shop; probably orders was meant", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("irsa orders", "NAMESPACE/SERVICEACCOUNT: got \"orders\", expected NAMESPACE/NAME")]
    [InlineData("access Developr", "the cluster knows nobody by the name Developr; did you mean")]
    [InlineData("access me", "me is whoever asks AWS, so it needs --cluster NAME")]
    [InlineData("access Developer get", "get what? Give VERB RESOURCE")]
    [InlineData("access Developer -n shop", "-n, -A and --subresource belong to a question")]
    [InlineData("access Developer get podz -n shop", "podz is no type that every cluster has")]
    [InlineData($"ci {Role}/Pipeline", "who comes? Give --github ORG/REPO")]
    [InlineData($"ci {Role}/Pipeline --github org/repo --gitlab group/app", "--github and --gitlab: give one of them")]
    [InlineData($"ci {Role}/Pipeline --github org/repo --mfa", "--mfa: it belongs to --caller")]
    [InlineData($"ci {Role}/Pipeline --github repo", "--github: got \"repo\", expected ORG/REPO")]
    [InlineData("node arn:aws:iam::111122223333:instance-profile/x", $"probably {Role}/x")]
    [InlineData($"argocd {Role}/Pipeline --hub nowhere", "--hub nowhere: there is no such folder")]
    public async Task Bad_input_is_told_and_nothing_is_asked(string question, string problem)
    {
        var ended = await Eksiam.RunAsync(["doctor", .. question.Split(' '), "--from", "examples/clusters/clean"]);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(problem, ended.Error, StringComparison.Ordinal);
    }
}
