using System.Text.Json.Nodes;

namespace EksIamCdk.Bench.Contest.Bed;

/// <summary>A cluster, as its administrator sees it.</summary>
internal interface ICluster : IAsyncDisposable
{
    string Endpoint { get; }

    string CertificateAuthorityData { get; }

    /// <summary>For the report.</summary>
    string Description { get; }

    /// <summary>Null when there is no such object.</summary>
    Task<JsonObject?> GetAsync(string path);

    /// <summary>Puts an object there, whatever was there before.</summary>
    /// <param name="path">Of the object.</param>
    /// <param name="body">Null: none.</param>
    Task SetAsync(string path, JsonObject? body);
}
