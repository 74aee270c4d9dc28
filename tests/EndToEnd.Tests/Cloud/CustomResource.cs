using System.Text.Json.Nodes;

namespace EksIamCdk.EndToEnd.Tests.Cloud;

/// <summary>One custom resource of a stack, and what CloudFormation remembers of it.</summary>
internal sealed class CustomResource(CloudServer cloud, string stack, string logicalId, string type, JsonObject cluster)
{
    /// <summary>That of the function in the templates, unless a test has no time for it.</summary>
    public TimeSpan TimeLimit { get; init; } = TimeSpan.FromMinutes(2);

    public string StackId => $"arn:aws:cloudformation:eu-central-1:111122223333:stack/{stack}/5f3c1b2a";

    /// <summary>As CloudFormation records it: also that of an answer that FAILED.</summary>
    public string? PhysicalId { get; private set; }

    public async Task<FunctionAnswer> CreateAsync(string properties) => Record(await DeliverAsync(CreateRequest(properties)));

    /// <summary>An update; a rollback is one too, with the properties of before.</summary>
    public async Task<FunctionAnswer> UpdateAsync(string properties, string old)
    {
        var request = Request("Update", properties);
        request["PhysicalResourceId"] = PhysicalId;
        request["OldResourceProperties"] = Properties(old);
        return Record(await DeliverAsync(request));
    }

    /// <param name="properties">Those of the last Create or Update.</param>
    /// <param name="physicalId">Another than the one recorded: that of the clean-up after a replacement, or a made-up one.</param>
    public async Task<FunctionAnswer> DeleteAsync(string properties, string? physicalId = null)
    {
        var request = Request("Delete", properties);
        request["PhysicalResourceId"] = physicalId ?? PhysicalId;
        return await DeliverAsync(request);
    }

    public JsonObject CreateRequest(string properties) => Request("Create", properties);

    public Task<FunctionAnswer> DeliverAsync(JsonObject request) => cloud.DeliverAsync(request, TimeLimit);

    private FunctionAnswer Record(FunctionAnswer answer)
    {
        PhysicalId = answer.PhysicalResourceId;
        return answer;
    }

    private JsonObject Request(string requestType, string properties) => new()
    {
        ["RequestType"] = requestType,
        [nameof(StackId)] = StackId,
        ["RequestId"] = Guid.NewGuid().ToString(),
        ["LogicalResourceId"] = logicalId,
        ["ResourceType"] = type,
        ["ResourceProperties"] = Properties(properties),
    };

    private JsonObject Properties(string own)
    {
        var properties = JsonNode.Parse(own)!.AsObject();
        properties["ServiceToken"] = "arn:aws:lambda:eu-central-1:111122223333:function:eks-iam-cdk";
        properties["ServiceTimeout"] = "150";
        properties["Cluster"] = cluster.DeepClone();
        return properties;
    }
}
