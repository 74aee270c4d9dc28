using System.CommandLine;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Cli.Output;
using EksIamCdk.Cli.States;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;
using Spectre.Console;

namespace EksIamCdk.Cli.See;

/// <summary><c>eksiam can PRINCIPAL VERB RESOURCE</c></summary>
internal static class CanCommand
{
    public static Command Build()
    {
        var state = new StateOptions();
        var principal = new PrincipalArgument(state);
        var question = new Question();
        var output = new OutputOption();
        var command = new Command(
            "can",
            """
            Tell whether a principal may do something, and the one chain that decides it. The grammar is that of kubectl auth can-i.

            Examples:
              eksiam can Developer delete pods -n web --cluster prod
              eksiam can arn:aws:iam::111122223333:user/ann get configmap/aws-auth -n kube-system --from prod
              eksiam can system:serviceaccount:app:worker get pods --subresource log -A

            Exit codes: 0 yes; 1 no; 2 bad input, or the cluster cannot be read
            """);
        principal.AddTo(command);
        question.AddTo(command);
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            var problems = new List<string>();
            var request = question.Read(line, problems);
            if (request is null || await state.ReadAsync(line, problems, cancellationToken) is not { } cluster) return Complain.About(problems);
            if (principal.Find(line, new PrincipalSearch(new KnownPrincipals(cluster)), problems) is not { } found) return Complain.About(problems);
            var answer = Answer.Of(cluster, new Authenticating(cluster).Of(found), request);
            output.Write(line, () => Json(cluster, answer), console => Write(console, cluster, answer));
            return answer.Allowed ? ExitCode.Done : ExitCode.Negative;
        });
        return command;
    }

    private static JsonObject Json(ClusterState cluster, Answer answer)
    {
        var json = new JsonObject
        {
            ["allowed"] = answer.Allowed,
            ["question"] = answer.Request.ToString(),
            ["because"] = answer.Decision?.Because is { } because ? SeeJson.Of(because, withRules: false) : null,
            ["rule"] = answer.Rule is { } rule ? SeeJson.Of(rule) : null,
            ["missingRoles"] = JsonOutput.Array((answer.Decision?.Missing ?? []).Select(path => SeeJson.Of(path, withRules: false))),
            ["notKnown"] = JsonOutput.Array((answer.Decision?.Doubts ?? []).Select(path => SeeJson.Of(path, withRules: false))),
            ["inSomeSessions"] = JsonOutput.Array(answer.InSomeSessions.Select(path => SeeJson.Of(path, withRules: false))),
        };
        foreach (var (name, value) in SeeJson.Of(answer.Who)) json[name] = value?.DeepClone();
        json["unread"] = SeeJson.Of(cluster.Unread);
        return json;
    }

    private static void Write(IAnsiConsole console, ClusterState cluster, Answer answer)
    {
        console.MarkupLineInterpolated($"[bold {(answer.Allowed ? "green" : "red")}]{(answer.Allowed ? "yes" : "no")}[/]  {answer.Request}");
        IdentityText.Write(console, cluster, answer.Who);
        if (answer.Decision?.Because is { } because) console.WriteLine($"  because     {because}");
        if (answer.Rule is { } rule) console.WriteLine($"  rule        {RuleText.Of(rule)}");
        if (answer is { Allowed: false, Who.Identity: not null }) console.WriteLine("  because     nothing allows it");
        foreach (var path in answer.Decision?.Missing ?? []) console.MarkupLineInterpolated($"  [yellow]no role[/]     {path}, which does not exist");
        foreach (var path in answer.Decision?.Doubts ?? []) console.MarkupLineInterpolated($"  [yellow]not known[/]   whether {path} allows it");
        foreach (var path in answer.InSomeSessions) console.MarkupLineInterpolated($"  [yellow]sessions[/]    those that become {path.Subject.Name} may, by {path}");
        IdentityText.WriteNotes(console, answer.Who);
    }

    private sealed record Answer(AccessRequest Request, Authentication Who, AccessDecision? Decision, IReadOnlyList<AccessPath.Binding> InSomeSessions)
    {
        public bool Allowed => Decision?.Allowed == true;

        /// <summary>The rule that allows it.</summary>
        public PolicyRule? Rule => Decision?.Because?.Rules?.FirstOrDefault(rule => rule.Allows(Request));

        public static Answer Of(ClusterState cluster, Authentication who, AccessRequest request)
        {
            if (who.Identity is not { } identity) return new(request, who, null, []);
            var rights = new Rights(cluster, identity);
            var decision = rights.Decide(request);
            return new(request, who, decision, decision.Allowed ? [] : [.. rights.InSomeSessions(request)]);
        }
    }
}
