using System.CommandLine;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Cli.Output;
using EksIamCdk.Cli.States;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;
using Spectre.Console;

namespace EksIamCdk.Cli.See;

/// <summary><c>eksiam explain PRINCIPAL</c></summary>
internal static class ExplainCommand
{
    private const int MostRules = 6;

    public static Command Build()
    {
        var state = new StateOptions();
        var principal = new PrincipalArgument(state);
        var output = new OutputOption();
        var command = new Command(
            "explain",
            """
            Tell what a principal can do in a cluster, and because of what: who lets it in, as whom, what is bound to that, and what has no effect.

            Examples:
              eksiam explain arn:aws:iam::111122223333:role/team/Developer --cluster prod
              eksiam explain Developer --session alice --kubeconfig ~/.kube/config
              eksiam explain system:serviceaccount:app:worker --from prod -o yaml

            Exit codes: 0 it is somebody; 1 it is nobody in this cluster; 2 bad input, or the cluster cannot be read
            """);
        principal.AddTo(command);
        state.AddTo(command);
        output.AddTo(command);
        command.SetAction(async (line, cancellationToken) =>
        {
            var problems = new List<string>();
            if (await state.ReadAsync(line, problems, cancellationToken) is not { } cluster) return Complain.About(problems);
            var search = new PrincipalSearch(new KnownPrincipals(cluster));
            if (principal.Find(line, search, problems) is not { } found) return Complain.About(problems);
            var who = new Authenticating(cluster).Of(found);
            var near = who.Identity is null ? search.Near(principal.Text(line)) : [];
            output.Write(line, () => Json(cluster, who), console => Write(console, cluster, who, near));
            return who.Identity is null ? ExitCode.Negative : ExitCode.Done;
        });
        return command;
    }

    private static JsonObject Json(ClusterState cluster, Authentication who)
    {
        var json = SeeJson.Of(who);
        json["access"] = JsonOutput.Array(Paths(cluster, who).Select(path => SeeJson.Of(path, withRules: true)));
        json["awsRoles"] = JsonOutput.Array(RolesOf(cluster, who).Select(SeeJson.Of));
        json["unread"] = SeeJson.Of(cluster.Unread);
        return json;
    }

    private static void Write(IAnsiConsole console, ClusterState cluster, Authentication who, IReadOnlyList<string> near)
    {
        IdentityText.Write(console, cluster, who);
        foreach (var role in RolesOf(cluster, who))
            console.WriteLine($"  in AWS      {role.RoleArn} ({(role.Kind == WorkloadRoleKind.Irsa ? "by IRSA" : "by Pod Identity")})");
        if (who.Identity is not null)
        {
            console.MarkupLine("  [bold]can[/]");
            var ways = Paths(cluster, who).ToLookup(IsEverybodys);
            foreach (var path in ways[false]) Write(console, path);
            if (ways[true].Any())
                console.MarkupLineInterpolated($"    [grey]everywhere: what every cluster gives everybody ({string.Join(", ", ways[true].OfType<AccessPath.Binding>().Select(way => way.Bound.RoleName))}; -o json has all)[/]");
        }

        IdentityText.WriteNotes(console, who);
        if (near.Count > 0) console.WriteLine($"  known here  {string.Join(", ", near)}");
    }

    private static void Write(IAnsiConsole console, AccessPath path)
    {
        var place = path.Namespace.Length == 0 ? "everywhere" : $"in {path.Namespace}";
        console.WriteLine($"    {place}: {path}");
        if (path.Rules is not { } rules)
        {
            console.MarkupLineInterpolated($"      [yellow]{(path is AccessPath.Binding ? "there is no such role: the binding gives nothing" : "what this policy allows is not known here")}[/]");
            return;
        }

        foreach (var rule in rules.Take(MostRules)) console.WriteLine($"      {RuleText.Of(rule)}");
        if (rules.Count > MostRules) console.MarkupLineInterpolated($"      [grey]and {rules.Count - MostRules} more rules (-o json has all)[/]");
    }

    /// <summary>A default role that every cluster binds to whoever was let in.</summary>
    private static bool IsEverybodys(AccessPath path) =>
        path is AccessPath.Binding { Bound: { Namespace: "", RoleIsClusterRole: true } bound, Subject: { Kind: SubjectKind.Group, Name: RbacUser.Authenticated } }
        && DefaultRoles.All.Any(role => role.Name == bound.RoleName && role.BoundTo.Contains(RbacUser.Authenticated));

    private static IEnumerable<AccessPath> Paths(ClusterState cluster, Authentication who) =>
        who.Identity is { } identity ? new Rights(cluster, identity).Paths : [];

    private static IReadOnlyList<WorkloadRole> RolesOf(ClusterState cluster, Authentication who) =>
        who.Principal is Principal.ServiceAccount account ? new WorkloadRoles(cluster).Of(account) : [];
}
