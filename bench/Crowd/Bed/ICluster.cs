namespace EksIamCdk.Bench.Crowd.Bed;

/// <summary>A cluster that many write to.</summary>
internal interface ICluster : IAsyncDisposable
{
    string Endpoint { get; }

    string CertificateAuthorityData { get; }

    /// <summary>For the report.</summary>
    string Description { get; }

    /// <summary>Makes aws-auth what it was before anybody came.</summary>
    /// <param name="turns">Whether the functions that come may take turns; else the turn is forbidden to them.</param>
    Task BeginAsync(bool turns);

    /// <summary>The section mapRoles.</summary>
    Task<string> MapRolesAsync();

    /// <summary>How many requests about ConfigMaps it has answered so far.</summary>
    Task<long> RequestsAsync();
}
