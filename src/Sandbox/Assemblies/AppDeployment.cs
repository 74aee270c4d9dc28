using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.Assemblies;

/// <summary>Deploys the stacks of an assembly one after the other, until one fails.</summary>
internal sealed class AppDeployment(StackOperations operations)
{
    public async Task<IReadOnlyList<SandboxResult>> RunAsync(DeployAppRequest request, CancellationToken cancellationToken)
    {
        var problems = new ProblemList();
        var assembly = await CloudAssembly.ReadAsync(request.Folder, problems, cancellationToken).ConfigureAwait(false);
        var templates = new List<(AssemblyStack Stack, Template Template)>();
        foreach (var stack in assembly?.Stacks ?? [])
        {
            if (await TemplateFile.ReadAsync(stack.TemplatePath, problems, cancellationToken).ConfigureAwait(false) is { } template)
                templates.Add((stack, template));
        }
        CheckNames(request, templates, problems);
        if (problems.Count > 0)
            return [new SandboxResult { Outcome = SandboxOutcome.BadInput, StackName = request.Folder, Problems = problems }];

        List<SandboxResult> results = [];
        foreach (var (stack, template) in templates)
        {
            results.Add(await operations.DeployAsync(RequestOf(request, stack, template), cancellationToken).ConfigureAwait(false));
            if (results[^1].Outcome != SandboxOutcome.Done)
                break;
        }
        return results;
    }

    private static DeployRequest RequestOf(DeployAppRequest app, AssemblyStack stack, Template template)
    {
        var parameters = stack.Parameters.ToDictionary(StringComparer.Ordinal);
        foreach (var (name, value) in app.Parameters.Where(parameter => template.Parameters.ContainsKey(parameter.Key)))
            parameters[name] = value;
        return new DeployRequest
        {
            TemplatePath = stack.TemplatePath,
            StackName = stack.Name,
            AccountId = stack.AccountId,
            Region = stack.Region,
            Parameters = parameters,
            FailAt = app.FailAt.Where(template.Resources.ContainsKey).ToHashSet(StringComparer.Ordinal),
            Faults = app.Faults.Where(fault => template.Resources.ContainsKey(fault.Key)).ToDictionary(StringComparer.Ordinal),
            OnEvent = app.OnEvent,
        };
    }

    /// <summary>What no stack at all has is a mistake; what one stack does not have may be meant for another.</summary>
    private static void CheckNames(
        DeployAppRequest request, List<(AssemblyStack Stack, Template Template)> templates, ProblemList problems)
    {
        foreach (var name in request.Parameters.Keys.Where(name => !templates.Exists(t => t.Template.Parameters.ContainsKey(name))))
            problems.Add($"parameter {name}", request.Parameters[name], "a parameter of one of the app's stacks");
        foreach (var id in request.FailAt.Where(id => !templates.Exists(t => t.Template.Resources.ContainsKey(id))))
            problems.Add("fail at", id, "the logical id of a resource of one of the app's stacks");
        foreach (var id in request.Faults.Keys.Where(id => !templates.Exists(t => t.Template.Resources.ContainsKey(id))))
            problems.Add("kill at", id, "the logical id of a custom resource of one of the app's stacks");
    }
}
