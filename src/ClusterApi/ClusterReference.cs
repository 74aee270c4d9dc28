namespace EksIamCdk.ClusterApi;

/// <summary>Which cluster is meant, and how to get to it (the property <c>Cluster</c> of every custom resource).</summary>
public sealed record ClusterReference
{
    public required string Name { get; init; }

    public string? Arn { get; init; }

    /// <summary><c>https://…</c>; given together with <see cref="CertificateAuthorityData"/>, or neither is.</summary>
    public string? Endpoint { get; init; }

    /// <summary>Base64 of one or several PEM certificates.</summary>
    public string? CertificateAuthorityData { get; init; }

    public required string Region { get; init; }

    /// <summary>The role to assume before anything else, for a cluster of another account.</summary>
    public string? AccessRoleArn { get; init; }

    public string? ExternalId { get; init; }

    /// <summary>The ARN where it is given, else the name: a part of every PhysicalResourceId.</summary>
    public string Identity => Arn ?? Name;
}
