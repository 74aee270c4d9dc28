using EksIamCdk.ClusterApi;

namespace EksIamCdk.Cli.States;

/// <summary>A live cluster, as this user comes to it.</summary>
/// <param name="owner">What holds the connection.</param>
/// <param name="connection">Its API server; null when there is no way to it.</param>
/// <param name="caller">Who asks, by the ARN of the principal; null where AWS did not say so.</param>
/// <param name="whyNot">Why there is no way, a sentence without a full stop; empty when there is one.</param>
internal sealed class LiveCluster(IDisposable owner, ClusterConnection? connection, string? caller, string whyNot) : IDisposable
{
    public ClusterConnection? Connection => connection;

    public string? Caller => caller;

    public string WhyNot => whyNot;

    public void Dispose() => owner.Dispose();
}
