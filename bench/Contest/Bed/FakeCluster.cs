using System.Text.Json.Nodes;
using EksIamCdk.MappingLambda.Tests.Harness;

namespace EksIamCdk.Bench.Contest.Bed;

/// <summary>A small API server in this process, which answers at once: what is left is the time of the entrants.</summary>
internal sealed class FakeCluster(FakeKubernetes kubernetes) : ICluster
{
    public string Endpoint => kubernetes.Address.ToString().TrimEnd('/');

    public string CertificateAuthorityData => FakeKubernetes.AuthorityData;

    public string Description => "a small API server of this program";

    public static async Task<FakeCluster> StartAsync() => new(await FakeKubernetes.StartAsync());

    public Task<JsonObject?> GetAsync(string path) => Task.FromResult(kubernetes.Find(path));

    public Task SetAsync(string path, JsonObject? body)
    {
        if (body is null)
            kubernetes.Remove(path);
        else
            kubernetes.Put(path, body.DeepClone().AsObject());
        return Task.CompletedTask;
    }

    public ValueTask DisposeAsync() => kubernetes.DisposeAsync();
}
