using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.CloudFormation.Planning;

/// <summary>A resource of a template, as far as it can be told before anything is deployed.</summary>
/// <param name="LogicalId">In the template.</param>
/// <param name="Type">Such as <c>Custom::EksAwsAuthEntry</c>.</param>
/// <param name="Properties">Resolved. Where a value hangs on something that exists only later, its member is left out.</param>
/// <param name="Unknown">Paths of the properties that hang on such a thing.</param>
public sealed record ResolvedResource(string LogicalId, string Type, JsonObject Properties, IReadOnlyList<string> Unknown);

/// <summary>Where a template would be deployed.</summary>
public sealed record TemplatePlace(string AccountId, string Region, string StackName, string StackId);

/// <summary>A template with its intrinsic functions resolved, without anything being deployed.</summary>
public static class ResolvedTemplate
{
    private static readonly Dictionary<string, string> s_named = new(StringComparer.Ordinal)
    {
        ["AWS::IAM::Role"] = "RoleName",
        ["AWS::IAM::User"] = "UserName",
        ["AWS::EKS::Cluster"] = "Name",
    };

    /// <param name="path">A file, JSON or YAML.</param>
    /// <param name="place">Where it goes.</param>
    /// <param name="parameters">As they would be given.</param>
    /// <param name="problems">Takes each thing for which CloudFormation would refuse the template.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <returns>The resources that would be made, or null when a problem was added.</returns>
    public static async Task<IReadOnlyList<ResolvedResource>?> ReadAsync(
        string path, TemplatePlace place, IReadOnlyDictionary<string, string> parameters, ProblemList problems, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(place);
        ArgumentNullException.ThrowIfNull(problems);
        if (await TemplateFile.ReadAsync(path, problems, cancellationToken).ConfigureAwait(false) is not { } template || problems.Count > 0) return null;
        var input = new PlanInput
        {
            Pseudo = new(place.AccountId, place.Region, place.StackName, place.StackId),
            Parameters = parameters,
            ExportsAreUnknown = true,
        };
        if (Planner.Plan(template, input, problems) is not { } plan) return null;
        var values = new NamedValues(plan);
        return [.. plan.Resources.Keys.Select(id => Resolve(plan, id, values))];
    }

    private static ResolvedResource Resolve(StackPlan plan, string logicalId, NamedValues values)
    {
        var properties = plan.Properties(logicalId, values, []);
        var unknown = new List<string>();
        Strip(properties, "", unknown);
        return new(logicalId, plan.Resources[logicalId].Definition.Type, properties, unknown);
    }

    private static void Strip(JsonObject from, string path, List<string> unknown)
    {
        foreach (var (name, value) in from.ToList())
        {
            if (value is JsonObject inner)
            {
                Strip(inner, $"{path}{name}.", unknown);
            }
            else if (Holds(value))
            {
                from.Remove(name);
                unknown.Add($"{path}{name}");
            }
        }
    }

    private static bool Holds(JsonNode? node) => node switch
    {
        JsonObject members => members.Any(member => Holds(member.Value)),
        JsonArray items => items.Any(Holds),
        _ => Unknown.Is(node),
    };

    /// <summary>What can be told of resources that have a name of their own; all else is unknown.</summary>
    private sealed class NamedValues(StackPlan plan) : IResourceValues
    {
        public JsonNode Ref(string logicalId, string path) => NameOf(logicalId) is { } name ? JsonValue.Create(name) : Unknown.Value;

        public JsonNode GetAtt(string logicalId, string attribute, string path)
        {
            if (attribute != "Arn" || NameOf(logicalId) is not { } name) return Unknown.Value;
            var pseudo = plan.Scope.Pseudo;
            var definition = plan.Resources[logicalId].Definition;
            var at = TemplateReader.Text(definition.Properties["Path"]) ?? "/";
            return definition.Type switch
            {
                "AWS::IAM::Role" => $"arn:{pseudo.Partition}:iam::{pseudo.AccountId}:role{at}{name}",
                "AWS::IAM::User" => $"arn:{pseudo.Partition}:iam::{pseudo.AccountId}:user{at}{name}",
                _ => $"arn:{pseudo.Partition}:eks:{pseudo.Region}:{pseudo.AccountId}:cluster/{name}",
            };
        }

        /// <summary>Names that are made of other resources are not followed.</summary>
        private string? NameOf(string logicalId)
        {
            if (!plan.Resources.TryGetValue(logicalId, out var resource) || !s_named.TryGetValue(resource.Definition.Type, out var property)) return null;
            var name = new Evaluator(plan.Scope, new NoResources(), []).EvaluateText(resource.Definition.Properties[property], logicalId);
            return name is null || Unknown.Is(JsonValue.Create(name)) ? null : name;
        }
    }
}
