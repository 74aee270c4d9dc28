using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;

namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary><c>Ref</c> and <c>Fn::GetAtt</c> of resources that exist.</summary>
internal sealed class LiveValues(Stack stack, ProblemList problems) : IResourceValues
{
    /// <summary>An attribute was read that must not be shown.</summary>
    public bool SawSecret { get; private set; }

    public JsonNode Ref(string logicalId, string path) =>
        stack.Resources.GetValueOrDefault(logicalId)?.PhysicalId ?? Missing(path, logicalId, "a resource that exists");

    public JsonNode GetAtt(string logicalId, string attribute, string path)
    {
        if (!stack.Resources.TryGetValue(logicalId, out var resource))
            return Missing(path, logicalId, "a resource that exists");
        SawSecret |= resource.NoEcho;
        if (resource.Attributes[attribute] is { } value)
            return value.DeepClone();
        return resource.IsCustom
            ? Missing(
                path,
                "",
                $"CustomResource attribute error: Vendor response doesn't contain {attribute} attribute in object {stack.Id}|{logicalId}")
            : Missing(path, $"{logicalId}.{attribute}", $"an attribute of {resource.Type}");
    }

    private JsonNode Missing(string path, string got, string expected)
    {
        problems.Add(path, got, expected);
        return Unknown.Value;
    }
}
