using EksIamCdk.ClusterApi.Http;

namespace EksIamCdk.ClusterApi.Tests.Beds;

internal static class TestPatience
{
    /// <summary>Connecting is timed by the system's clock: in a test it may take as long as a busy machine needs.</summary>
    public static readonly Patience Value = Patience.Usual with { Connect = TimeSpan.FromMinutes(5) };
}
