using System.CommandLine;
using System.CommandLine.Completions;
using EksIamCdk.Cli.States;
using EksIamCdk.Inspection.Explaining;

namespace EksIamCdk.Cli.See;

/// <summary>Whom a question is about: PRINCIPAL, and --session for a session of a role.</summary>
internal sealed class PrincipalArgument
{
    private readonly Argument<string> _principal = new("PRINCIPAL")
    {
        Description = "An IAM ARN (of a role, a user, a session), system:serviceaccount:NAMESPACE:NAME, or a name that one principal alone has",
    };

    private readonly Option<string?> _session = new("--session")
    {
        Description = "The name of the role's session, for what hangs on it; an EC2 node's is its instance id",
        HelpName = "NAME",
    };

    public PrincipalArgument(StateOptions state) => _principal.CompletionSources.Add(context => Known(state, context));

    public void AddTo(Command command)
    {
        command.Add(_principal);
        command.Add(_session);
    }

    public string Text(ParseResult line) => line.GetRequiredValue(_principal);

    /// <returns>Null, and at least one problem, when there is none such.</returns>
    public Principal? Find(ParseResult line, PrincipalSearch search, ICollection<string> problems) =>
        search.Find(Text(line), line.GetValue(_session), problems);

    /// <summary>Names of a state at hand; a live cluster is not asked for them.</summary>
    private static IEnumerable<CompletionItem> Known(StateOptions state, CompletionContext context)
    {
        if (!state.IsLocal(context.ParseResult)) return [];
        var reading = state.DocumentsAsync(context.ParseResult, new List<string>(), CancellationToken.None);
        return reading.GetAwaiter().GetResult()?.ToState(new List<string>()) is { } cluster
            ? new KnownPrincipals(cluster).Names.Select(name => new CompletionItem(name))
            : [];
    }
}
