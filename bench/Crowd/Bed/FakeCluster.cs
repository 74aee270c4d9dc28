using EksIamCdk.MappingLambda.Tests.Harness;

namespace EksIamCdk.Bench.Crowd.Bed;

/// <summary>A small API server in this process, which answers at once.</summary>
internal sealed class FakeCluster(FakeKubernetes kubernetes) : ICluster
{
    public string Endpoint => kubernetes.Address.ToString().TrimEnd('/');

    public string CertificateAuthorityData => FakeKubernetes.AuthorityData;

    public string Description => "a small API server of this program";

    public static async Task<FakeCluster> StartAsync() => new(await FakeKubernetes.StartAsync());

    public Task BeginAsync(bool turns)
    {
        kubernetes.TurnFault = turns ? null : new Fault.Refuse(403, "Forbidden");
        kubernetes.Put(FakeKubernetes.AwsAuthPath, FirstMap.ConfigMap);
        return Task.CompletedTask;
    }

    public Task<string> MapRolesAsync() => Task.FromResult((string?)kubernetes.Find(FakeKubernetes.AwsAuthPath)?["data"]?["mapRoles"] ?? "");

    public Task<long> RequestsAsync() => Task.FromResult((long)kubernetes.Calls.Count + kubernetes.HistoryCalls.Count);

    public ValueTask DisposeAsync() => kubernetes.DisposeAsync();
}
