using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Planning;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.CloudFormation.Templates;
using EksIamCdk.Sandbox.Serve.Ssm;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>What a call wants a stack to become: the settings it would have, read and checked.</summary>
internal sealed record StackChange(Stack Stack, Template Template, StackSettings Settings)
{
    /// <summary>What is evaluated with what is known now.</summary>
    public required StackPlan Plan { get; init; }
}

/// <summary>Reads what a call wants, and checks it as CloudFormation does before it starts anything.</summary>
internal sealed class StackChangeReader(SandboxServices services, ParameterStore store, TemplateSource templates)
{
    /// <exception cref="AwsErrorException">The call is wrong.</exception>
    public StackChange Read(QueryParameters call, Stack stack)
    {
        var before = stack.Settings;
        var text = call.Flag("UsePreviousTemplate") ? StackBook.TemplateTextOf(stack) : templates.Text(call);
        var template = TemplateSource.Parse(text);
        var capabilities = call.Texts("Capabilities");
        CapabilityCheck.Check(template, capabilities);
        var settings = new StackSettings
        {
            TemplateText = text,
            Parameters = ParametersOf(call, template, before),
            Tags = call.Has("Tags")
                ? call.Structures("Tags").ToDictionary(tag => tag["Key"] ?? "", tag => tag["Value"] ?? "", StringComparer.Ordinal)
                : before.Tags,
            Capabilities = capabilities,
            NotificationArns = call.Has("NotificationARNs") ? call.Texts("NotificationARNs") : before.NotificationArns,
            RoleArn = call["RoleARN"] ?? before.RoleArn,
            TerminationProtection = call.Flag("EnableTerminationProtection") || before.TerminationProtection,
            Policy = call["StackPolicyBody"] ?? before.Policy,
            // Of several failed attempts in turn, those before the first.
            Before = (before.Before ?? before) with { Before = null },
        };
        return Plan(stack, template, settings);
    }

    /// <summary>The same change against what is known by now.</summary>
    public StackChange Again(StackChange change) => Plan(change.Stack, change.Template, change.Settings);

    private StackChange Plan(Stack stack, Template template, StackSettings settings)
    {
        var (account, region, _) = stack.Key;
        var problems = new ProblemList();
        var input = new PlanInput
        {
            Pseudo = stack.Pseudo,
            Parameters = settings.Parameters,
            Exports = services.Cloud.ExportsFor(stack.Key),
            StoredParameters = name => store.Find(new RegionalName(account, region, name))?.Value,
        };
        var plan = Planner.Plan(template, input, problems);
        TypeCheck.Check(stack, plan, problems);
        if (plan is null || problems.Count > 0)
            throw CallError.Validation($"Template error: {problems}");
        foreach (var note in plan.Notes)
            services.Notes.Add(note);
        return new StackChange(stack, template, settings) { Plan = plan };
    }

    private static Dictionary<string, string> ParametersOf(QueryParameters call, Template template, StackSettings before)
    {
        var given = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parameter in call.Structures("Parameters"))
        {
            var name = parameter.Required("ParameterKey");
            if (!parameter.Flag("UsePreviousValue"))
                given[name] = parameter["ParameterValue"] ?? "";
            else if (before.Parameters.TryGetValue(name, out var value))
                given[name] = value;
            else if (before.TemplateText.Length == 0)
                throw CallError.Validation(
                    $"Invalid input for parameter key {name}. "
                        + "Cannot specify usePreviousValue as true for a parameter key not in the previous template");
        }
        var unknown = given.Keys.Where(name => !template.Parameters.ContainsKey(name)).ToList();
        if (unknown.Count > 0)
            throw CallError.Validation($"Parameters: [{string.Join(", ", unknown)}] do not exist in the template");
        var missing = template.Parameters.Values.Where(parameter => parameter.Default is null && !given.ContainsKey(parameter.Name))
            .Select(parameter => parameter.Name).ToList();
        return missing.Count == 0
            ? given
            : throw CallError.Validation($"Parameters: [{string.Join(", ", missing)}] must have values");
    }
}
