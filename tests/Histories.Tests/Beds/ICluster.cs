using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>A cluster that histories happen on, one at a time. Only what the function sends goes by the gate.</summary>
internal interface ICluster : IAsyncDisposable
{
    /// <summary>What the function is told in the property Cluster.</summary>
    string Endpoint { get; }

    string CertificateAuthorityData { get; }

    /// <summary>Stands before every request of the function.</summary>
    KubernetesFault? Gate { get; set; }

    /// <summary>The administrator, past the gate.</summary>
    Administrator Admin { get; }
}
