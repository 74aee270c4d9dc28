using System.CommandLine;
using EksIamCdk.Access.Problems;
using EksIamCdk.Cli.Sandbox;
using EksIamCdk.Inspection.Planning;
using EksIamCdk.Inspection.Snapshots;
using EksIamCdk.Sandbox.Assemblies;
using EksIamCdk.Sandbox.CloudFormation.Planning;

namespace EksIamCdk.Cli.Plan;

/// <summary>What would be deployed: a spec, which the CDK synthesises first, or a template.</summary>
internal sealed class PlanSource
{
    private const string NoAccount = "000000000000";
    private const string NoRegion = "us-east-1";

    private readonly Option<string?> _spec = new("--spec") { Description = "An access.yaml; it is synthesised by the CDK, in a clone of the repository", HelpName = "FILE" };
    private readonly Option<string?> _template = new("--template") { Description = "A CloudFormation template, JSON or YAML", HelpName = "FILE" };
    private readonly Option<string?> _stack = new("--stack") { Description = "The stack that the template is deployed as; else the one of the file's name", HelpName = "NAME|ARN" };
    private readonly Option<string[]> _parameters = new("--parameter")
    {
        Description = "A parameter of the template; may be given several times",
        HelpName = "NAME=VALUE",
        DefaultValueFactory = _ => [],
    };

    public void AddTo(Command command)
    {
        command.Add(_spec);
        command.Add(_template);
        command.Add(_stack);
        command.Add(_parameters);
    }

    /// <summary>Whether it can be read; nothing is read yet.</summary>
    public bool IsComplete(ParseResult line, ICollection<string> problems)
    {
        var (spec, template) = (line.GetValue(_spec), line.GetValue(_template));
        if (spec is null == template is null) problems.Add("either --spec FILE or --template FILE is needed");
        if (template is null && line.GetValue(_stack) is not null) problems.Add("--stack: it is for --template; the stacks of a spec have the names that the CDK gives them");
        if (template is null && line.GetRequiredValue(_parameters).Length > 0) problems.Add("--parameter: it is for --template, which is missing");
        foreach (var (option, path) in new[] { ("--spec", spec), ("--template", template) })
        {
            if (path is not null && !File.Exists(path)) problems.Add($"{option} {path}: there is no such file");
        }

        return problems.Count == 0;
    }

    /// <returns>The stacks, and what cannot be told of them; null, and at least one problem, when there are none.</returns>
    public async Task<(IReadOnlyList<PlannedStack> Stacks, IReadOnlyList<string> Unknown)?> ReadAsync(
        ParseResult line, ClusterState cluster, ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (line.GetValue(_template) is { } path)
        {
            var template = new Template(path, line.GetValue(_stack) ?? NameOf(path), Parameters(line.GetRequiredValue(_parameters), problems));
            return await ReadAsync([template], cluster, problems, cancellationToken);
        }

        var folder = Directory.CreateTempSubdirectory("eksiam-plan.").FullName;
        try
        {
            var templates = await SynthesisedAsync(line.GetValue(_spec)!, folder, problems, cancellationToken);
            return await ReadAsync(templates, cluster, problems, cancellationToken);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<(IReadOnlyList<PlannedStack> Stacks, IReadOnlyList<string> Unknown)?> ReadAsync(
        IReadOnlyList<Template> templates, ClusterState cluster, ICollection<string> problems, CancellationToken cancellationToken)
    {
        var (stacks, unknown) = (new List<PlannedStack>(), new List<string>());
        foreach (var template in templates)
        {
            if (StackIdOf(template.Stack, cluster, problems) is not { } stackId) continue;
            var found = new ProblemList();
            var name = stackId.Split('/') is [_, var live, ..] ? live : template.Stack;
            var place = new TemplatePlace(cluster.AccountId ?? NoAccount, cluster.Region ?? NoRegion, name, stackId);
            var resources = await ResolvedTemplate.ReadAsync(template.Path, place, template.Parameters, found, cancellationToken);
            foreach (var problem in found) problems.Add($"{template.Path}: {problem}");
            if (resources is not null) stacks.Add(new TemplateReading(cluster, unknown).Read(stackId, resources));
        }

        return problems.Count > 0 ? null : (stacks, unknown);
    }

    private static async Task<IReadOnlyList<Template>> SynthesisedAsync(string spec, string folder, ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (Workspace.Root is not { } root)
        {
            problems.Add("--spec is synthesised in a clone of the repository; run ./eksiam plan there, or give --template");
            return [];
        }

        await Console.Error.WriteLineAsync($"eksiam: synthesising {spec} with the CDK (npx cdk synth) …");
        if (!await CdkSynth.RunAsync(root, spec, folder, problems, cancellationToken)) return [];
        var found = new ProblemList();
        var assembly = await CloudAssembly.ReadAsync(folder, found, cancellationToken);
        foreach (var problem in found) problems.Add($"--spec {spec}: {problem}");
        return [.. (assembly?.Stacks ?? []).Select(stack => new Template(stack.TemplatePath, stack.Name, stack.Parameters))];
    }

    /// <summary>The id of a live stack of that name, else one that nobody has yet.</summary>
    private static string? StackIdOf(string stack, ClusterState cluster, ICollection<string> problems)
    {
        if (stack.StartsWith("arn:", StringComparison.Ordinal)) return stack;
        var live = LiveStacks.Named(cluster, stack);
        if (live.Count > 1) problems.Add($"--stack {stack}: several stacks of that name own something in the cluster; give the ARN of one: {string.Join(", ", live)}");
        return live.Count > 1 ? null : live.SingleOrDefault()
            ?? $"arn:aws:cloudformation:{cluster.Region ?? NoRegion}:{cluster.AccountId ?? NoAccount}:stack/{stack}/not-there-yet";
    }

    private static string NameOf(string path) => Path.GetFileName(path).Split('.')[0];

    private static Dictionary<string, string> Parameters(string[] given, ICollection<string> problems)
    {
        var parameters = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in given)
        {
            if (parameter.Split('=', 2) is [{ Length: > 0 } name, var value]) parameters[name] = value;
            else problems.Add($"--parameter {parameter}: expected NAME=VALUE");
        }

        return parameters;
    }

    private sealed record Template(string Path, string Stack, IReadOnlyDictionary<string, string> Parameters);
}
