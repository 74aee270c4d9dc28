using System.Text.Json.Nodes;

namespace EksIamCdk.Sandbox.CloudFormation.Intrinsics;

/// <summary>What resources are called and what attributes they have, for <c>Ref</c> and <c>Fn::GetAtt</c>.</summary>
internal interface IResourceValues
{
    JsonNode Ref(string logicalId, string path);

    JsonNode GetAtt(string logicalId, string attribute, string path);
}

/// <summary>Where no resource can be referred to: conditions.</summary>
internal sealed class NoResources : IResourceValues
{
    public JsonNode Ref(string logicalId, string path) => Unknown.Value;

    public JsonNode GetAtt(string logicalId, string attribute, string path) => Unknown.Value;
}
