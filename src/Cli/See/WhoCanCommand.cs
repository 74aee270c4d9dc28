using System.CommandLine;
using System.Text.Json.Nodes;
using EksIamCdk.Cli.Output;
using EksIamCdk.Cli.States;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;
using Spectre.Console;

namespace EksIamCdk.Cli.See;

/// <summary><c>eksiam who-can VERB RESOURCE</c></summary>
internal static class WhoCanCommand
{
    public static Command Build()
    {
        var state = new StateOptions();
        var question = new Question();
        var output = new OutputOption();
        var command = new Command(
            "who-can",
            """
            Tell everybody who may do something: IAM principals, service accounts with their roles in AWS, and users and groups that nobody known is.

            Examples:
              eksiam who-can delete pods -n web --cluster prod
              eksiam who-can get secrets -A --from prod -o json
              eksiam who-can create pods --subresource exec -n web --spec access.yaml

            Exit codes: 0 somebody may; 1 nobody may; 2 bad input, or the cluster cannot be read
            """);
        question.AddTo(command);
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            var problems = new List<string>();
            var request = question.Read(line, problems);
            if (request is null || await state.ReadAsync(line, problems, cancellationToken) is not { } cluster) return Complain.About(problems);
            var answer = WhoCan.Ask(cluster, new KnownPrincipals(cluster), request);
            output.Write(line, () => Json(cluster, answer), console => Write(console, cluster, answer));
            return answer.Iam.Count + answer.Accounts.Count + answer.ServiceAccounts.Count + answer.Others.Count > 0 ? ExitCode.Done : ExitCode.Negative;
        });
        return command;
    }

    private static JsonObject Json(ClusterState cluster, WhoCan answer)
    {
        var roles = new WorkloadRoles(cluster);
        return new()
        {
            ["question"] = answer.Request.ToString(),
            ["iam"] = JsonOutput.Array(answer.Iam.Select(Of)),
            ["accounts"] = JsonOutput.Array(answer.Accounts.Select(account => new JsonObject
            {
                ["account"] = account.AccountId,
                ["because"] = SeeJson.Of(account.Because, withRules: false),
            })),
            ["serviceAccounts"] = JsonOutput.Array(answer.ServiceAccounts.Select(able =>
            {
                var json = Of(able);
                json["awsRoles"] = JsonOutput.Array(roles.Of((Principal.ServiceAccount)able.Who.Principal).Select(SeeJson.Of));
                return json;
            })),
            ["others"] = JsonOutput.Array(answer.Others.Select(other => new JsonObject
            {
                ["subject"] = SeeJson.Of(other.Subject),
                ["because"] = SeeJson.Of(other.Because, withRules: false),
                ["inSessionsOf"] = JsonOutput.Texts(other.InSessionsOf.Select(principal => principal.ToString()!)),
            })),
            ["unread"] = SeeJson.Of(cluster.Unread),
        };
    }

    private static JsonObject Of(Able able) => new()
    {
        ["principal"] = able.Who.Principal.ToString(),
        ["username"] = able.Who.Identity!.User.Username,
        ["because"] = SeeJson.Of(able.Because, withRules: false),
    };

    private static void Write(IAnsiConsole console, ClusterState cluster, WhoCan answer)
    {
        console.MarkupLineInterpolated($"[bold]{answer.Request}[/] in cluster {cluster.Name}");
        var roles = new WorkloadRoles(cluster);
        Table(console, "IAM", answer.Iam.Select(able => ($"{able.Who.Principal}", able.Because)));
        Table(console, "every principal of an account", answer.Accounts.Select(account => (account.AccountId, account.Because)));
        Table(console, "service accounts", answer.ServiceAccounts.Select(able => (
            string.Join(" = ", roles.Of((Principal.ServiceAccount)able.Who.Principal).Select(role => role.RoleArn).Prepend($"{able.Who.Principal}")), able.Because)));
        Table(console, "users and groups that nobody known here is", answer.Others.Select(other => (
            other.InSessionsOf.Count == 0 ? $"{other.Subject.Kind} {other.Subject.Name}"
                : $"{other.Subject.Kind} {other.Subject.Name} (in a session of {string.Join(", ", other.InSessionsOf)})", (AccessPath)other.Because)));
        if (answer.Iam.Count + answer.Accounts.Count + answer.ServiceAccounts.Count + answer.Others.Count == 0) console.MarkupLine("  [bold]nobody[/]");
    }

    private static void Table(IAnsiConsole console, string heading, IEnumerable<(string Who, AccessPath Because)> rows)
    {
        var table = PlainTable.Of(heading, "because");
        foreach (var (who, because) in rows) table.AddRow(who.EscapeMarkup(), because.ToString()!.EscapeMarkup());
        if (table.Rows.Count == 0) return;
        console.WriteLine();
        console.Write(table);
    }
}
