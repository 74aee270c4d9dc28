using System.Text.Json.Nodes;
using EksIamCdk.EndToEnd.Tests.ApiContract;

namespace EksIamCdk.EndToEnd.Tests.Flow;

/// <summary>A node of the cluster, as long as it is not disposed of.</summary>
internal sealed class LiveNode(ApiClient admin, string name) : IAsyncDisposable
{
    public string Name => name;

    /// <summary>Sets the condition Ready: <c>True</c>, <c>False</c> or <c>Unknown</c>. The kubelet makes nodes with their status too.</summary>
    public async Task BecomesAsync(string ready)
    {
        var body = new JsonObject
        {
            ["apiVersion"] = "v1",
            ["kind"] = "Node",
            ["metadata"] = new JsonObject { ["name"] = name },
            ["status"] = new JsonObject
            {
                ["conditions"] = new JsonArray(
                    new JsonObject { ["type"] = "MemoryPressure", ["status"] = "True" }, new JsonObject { ["type"] = "Ready", ["status"] = ready }),
            },
        };
        await admin.DeleteAsync($"/api/v1/nodes/{name}");
        (await admin.CreateAsync("/api/v1/nodes", body.ToJsonString())).Expect(201);
    }

    public async ValueTask DisposeAsync() => await admin.DeleteAsync($"/api/v1/nodes/{name}");
}
