using System.CommandLine;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Cli.Doctor;

/// <summary>What is asked for: <c>VERB RESOURCE -n NAMESPACE</c>, as kubectl auth can-i takes it; may be left out.</summary>
internal sealed class QuestionArguments
{
    private readonly Argument<string?> _verb = new("VERB") { Description = "What they cannot do, such as get", Arity = ArgumentArity.ZeroOrOne };
    private readonly Argument<string?> _resource = new("RESOURCE") { Description = "To what, such as pods, deployments.apps or pods/NAME", Arity = ArgumentArity.ZeroOrOne };
    private readonly Option<string?> _namespace = new("--namespace", "-n") { Description = "Where; else the namespace default", HelpName = "NAMESPACE" };
    private readonly Option<bool> _everywhere = new("--all-namespaces", "-A") { Description = "In all namespaces at once" };
    private readonly Option<string?> _subresource = new("--subresource") { Description = "Such as exec or log", HelpName = "NAME" };

    public void AddTo(Command command)
    {
        command.Add(_verb);
        command.Add(_resource);
        command.Add(_namespace);
        command.Add(_everywhere);
        command.Add(_subresource);
    }

    /// <returns>Null when nothing is asked, or a problem was added.</returns>
    public AccessRequest? Read(ParseResult line, ICollection<string> problems)
    {
        if (line.GetValue(_verb) is not { } verb)
        {
            if (line.GetValue(_namespace) is not null || line.GetValue(_subresource) is not null || line.GetValue(_everywhere))
                problems.Add("-n, -A and --subresource belong to a question: give VERB RESOURCE, such as get pods");
            return null;
        }

        if (line.GetValue(_resource) is not { } resource)
        {
            problems.Add($"{verb} what? Give VERB RESOURCE, such as {verb} pods");
            return null;
        }

        var found = new ProblemList();
        var text = string.Concat(
            $"{verb} {resource}",
            line.GetValue(_namespace) is { } ns ? $" -n {ns}" : "",
            line.GetValue(_everywhere) ? " -A" : "",
            line.GetValue(_subresource) is { } subresource ? $" --subresource={subresource}" : "");
        var request = ExpectLine.Parse("VERB RESOURCE", text, found);
        foreach (var problem in found) problems.Add(problem.ToString());
        return request;
    }
}
