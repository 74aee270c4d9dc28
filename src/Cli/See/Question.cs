using System.CommandLine;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Cli.See;

/// <summary>What is asked, in the grammar of <c>kubectl auth can-i</c>: VERB and RESOURCE, with -n, -A and --subresource.</summary>
internal sealed class Question
{
    private readonly Argument<string> _verb = new("VERB") { Description = "get, list, watch, create, update, patch, delete…; * is all" };

    private readonly Argument<string> _resource = new("RESOURCE") { Description = "A type, TYPE/NAME, TYPE.GROUP, or a path such as /healthz" };

    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "The namespace; default: default, as in kubectl", HelpName = "NS" };

    private readonly Option<bool> _everywhere = new("--all-namespaces", "-A") { Description = "In all namespaces at once" };

    private readonly Option<string?> _subresource = new("--subresource") { Description = "Such as log, exec or scale", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        _verb.CompletionSources.Add("get", "list", "watch", "create", "update", "patch", "delete");
        _resource.CompletionSources.Add([.. ResourceTypes.Names]);
        command.Add(_verb);
        command.Add(_resource);
        command.Add(_namespace);
        command.Add(_everywhere);
        command.Add(_subresource);
    }

    /// <returns>Null, and at least one problem, when it cannot be asked.</returns>
    public AccessRequest? Read(ParseResult line, ICollection<string> problems)
    {
        var text = string.Concat(
            $"{line.GetRequiredValue(_verb)} {line.GetRequiredValue(_resource)}",
            line.GetValue(_namespace) is { } ns ? $" --namespace={ns}" : "",
            line.GetValue(_everywhere) ? " --all-namespaces" : "",
            line.GetValue(_subresource) is { } subresource ? $" --subresource={subresource}" : "");
        var wrong = new ProblemList();
        var request = ExpectLine.Parse("VERB RESOURCE", text, wrong);
        foreach (var problem in wrong) problems.Add(problem.ToString());
        return request;
    }
}
