using System.Text.Json.Nodes;
using EksIamCdk.Cli.Tests.Migrate;

namespace EksIamCdk.Cli.Tests.See;

/// <summary><c>explain</c>, <c>can</c> and <c>who-can</c> of a spec, of a kubeconfig, and of what is no input.</summary>
public sealed class SeeTests(EmbeddedMigrationTests.Server server) : IClassFixture<EmbeddedMigrationTests.Server>
{
    private static readonly string s_spec = Path.Combine(Eksiam.Root, "access.yaml");

    [Fact]
    public async Task The_chain_of_a_spec_is_told_before_it_is_deployed()
    {
        var ended = await Eksiam.RunAsync("explain", "Ops", "--session", "ann", "--spec", s_spec);

        Assert.Equal(0, ended.ExitCode);
        Assert.StartsWith("""
            arn:aws:iam::111122223333:role/Ops in cluster demo
              comes as    arn:aws:sts::111122223333:assumed-role/Ops/ann
            """, ended.Output, StringComparison.Ordinal);
        Assert.Contains("""
                everywhere: Group eks-iam-cdk:ops > ClusterRoleBinding eks-iam-cdk:ops:cluster-admin > ClusterRole cluster-admin
                  all verbs on everything
                  all verbs on *
            """, ended.Output, StringComparison.Ordinal);
        Assert.Contains("not read: the live cluster", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "yes  get pods -n dev", "get", "pods", "-n", "dev")]
    [InlineData(0, "yes  get pods --subresource=log -n dev", "get", "pods", "--subresource", "log", "-n", "dev")]
    [InlineData(0, "yes  get /version", "get", "/version")]
    [InlineData(1, "no  delete pods -n dev", "delete", "po", "-n", "dev")]
    [InlineData(1, "no  get pods", "get", "pods", "-A")]
    [InlineData(1, "no  get configmaps/aws-auth -n kube-system", "get", "configmap/aws-auth", "-n", "kube-system")]
    public async Task Yes_and_no_are_exit_codes(int code, string first, params string[] question)
    {
        var ended = await Eksiam.RunAsync(["can", "Developer", .. question, "--spec", s_spec]);

        Assert.Equal(code, ended.ExitCode);
        Assert.StartsWith($"{first}\n", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_is_the_same_as_table_JSON_and_YAML()
    {
        string[] question = ["who-can", "delete", "pods", "-n", "dev", "--spec", s_spec];

        var json = JsonNode.Parse((await Eksiam.RunAsync([.. question, "--output", "json"])).Output)!;
        var yaml = await Eksiam.RunAsync([.. question, "-o", "yaml"]);
        var table = await Eksiam.RunAsync(question);

        Assert.Equal("arn:aws:iam::111122223333:role/Ops", (string?)Assert.Single(json["iam"]!.AsArray())!["principal"]);
        Assert.Equal(["system:masters"], json["others"]!.AsArray().Select(other => (string?)other!["subject"]!["name"]));
        Assert.Contains("iam:\n- principal: arn:aws:iam::111122223333:role/Ops\n  username: \"Ops:{{SessionName}}\"\n", yaml.Output, StringComparison.Ordinal);
        Assert.Contains("arn:aws:iam::111122223333:role/Ops  Group eks-iam-cdk:ops > ", table.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_live_cluster_answers_by_its_kubeconfig_and_says_that_EKS_was_not_asked()
    {
        var can = await Eksiam.RunAsync("can", "Dev", "get", "pods", "--kubeconfig", server.Administrator);
        var session = await Eksiam.RunAsync("can", "Dev", "patch", "deployments", "-n", "migrate-apps", "--kubeconfig", server.Administrator);
        var ann = await Eksiam.RunAsync("can", "Dev", "--session", "ann", "patch", "deployments", "-n", "migrate-apps", "--kubeconfig", server.Administrator);

        Assert.Equal((0, 1, 0), (can.ExitCode, session.ExitCode, ann.ExitCode));
        Assert.Contains("not known   the access entries of the cluster are not known here", can.Output, StringComparison.Ordinal);
        Assert.Contains("those that become dev-ann may", session.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_list_that_may_not_be_read_is_told_with_what_that_leaves_unknown()
    {
        var ended = await Eksiam.RunAsync("explain", "Dev", "--kubeconfig", server.OfOneWhoReadsOnlyTheMap);

        Assert.Equal(0, ended.ExitCode);
        Assert.Equal(10, ended.Error.Split('\n').Count(line => line.StartsWith("eksiam: not read: list ", StringComparison.Ordinal)));
        Assert.Contains("list clusterrolebindings: ", ended.Error, StringComparison.Ordinal);
        Assert.Contains("this leaves unknown who is given rights in the whole cluster", ended.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("nobody by the name Develper; did you mean Developer?", "explain", "Develper", "--spec", "access.yaml")]
    [InlineData("--from and --spec: which cluster is meant? Give one of them", "explain", "x", "--spec", "access.yaml", "--from", "y")]
    [InlineData("--region: it is for --cluster, which is missing", "explain", "x", "--spec", "access.yaml", "--region", "r")]
    [InlineData("--from nowhere: there is no such folder", "can", "x", "get", "pods", "--from", "nowhere")]
    [InlineData("cannot be read", "can", "x", "get", "pods", "--kubeconfig", "/nowhere/config")]
    [InlineData("nowhere.yaml: there is no such file", "explain", "x", "--spec", "nowhere.yaml")]
    [InlineData("is no type that every cluster has", "can", "x", "get", "widgets", "--spec", "access.yaml")]
    [InlineData("-A or -n, not both", "who-can", "get", "pods", "-A", "-n", "dev", "--spec", "access.yaml")]
    [InlineData("--output xml: expected table, json or yaml", "who-can", "get", "pods", "-o", "xml")]
    [InlineData("'powershell' not recognized", "completion", "powershell")]
    public async Task Bad_input_names_the_flag_and_the_remedy(string problem, params string[] args)
    {
        var ended = await Eksiam.RunAsync(args);

        Assert.Equal((2, ""), (ended.ExitCode, ended.Output));
        Assert.Contains(problem, ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_ARN_is_nobody_and_the_nearest_are_named()
    {
        var ended = await Eksiam.RunAsync("explain", "arn:aws:iam::111122223333:role/Opps", "--spec", s_spec);

        Assert.Equal(1, ended.ExitCode);
        Assert.Contains("is nobody", ended.Output, StringComparison.Ordinal);
        Assert.Contains("known here  arn:aws:iam::111122223333:role/Ops", ended.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bash", "complete -F _eksiam eksiam")]
    [InlineData("zsh", "#compdef eksiam")]
    [InlineData("fish", "complete -f -c eksiam")]
    public async Task A_shell_completes_by_asking_the_program(string shell, string line)
    {
        var script = await Eksiam.RunAsync("completion", shell);

        Assert.Equal(0, script.ExitCode);
        Assert.Contains(line, script.Output, StringComparison.Ordinal);
        Assert.Contains("[suggest:", script.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Principals_of_a_spec_are_completed()
    {
        const string Line = "eksiam explain --spec access.yaml arn";

        var ended = await Eksiam.RunAsync($"[suggest:{Line.Length}]", Line);

        Assert.Contains("arn:aws:iam::111122223333:role/Ops", ended.Output.Split('\n'));
    }
}
