using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Stacks;

namespace EksIamCdk.Sandbox.CloudFormation.Planning;

/// <summary>What an update may not do to a resource: CloudFormation refuses another type under the same logical id.</summary>
internal static class TypeCheck
{
    public static void Check(Stack? existing, StackPlan? plan, ProblemList problems)
    {
        foreach (var resource in existing?.Resources.Values ?? [])
        {
            if (plan?.Resources.GetValueOrDefault(resource.LogicalId) is { } planned && planned.Definition.Type != resource.Type)
                problems.Add(
                    $"Resources.{resource.LogicalId}.Type",
                    planned.Definition.Type,
                    $"{resource.Type}: the type of a resource cannot be updated; give it another logical id");
        }
    }
}
