using System.Collections.Concurrent;

namespace EksIamCdk.Sandbox.Serve.S3;

/// <summary>A bucket and what lies in it.</summary>
internal sealed class Bucket
{
    public required string Name { get; init; }

    public required string AccountId { get; init; }

    public required string Region { get; init; }

    public required DateTimeOffset Created { get; init; }

    /// <summary><c>Enabled</c>, <c>Suspended</c>, or null when it never was. Older versions of objects are not kept.</summary>
    public string? Versioning { get; init; }

    /// <summary>The algorithm that objects are encrypted with, as it is told.</summary>
    public string Encryption { get; init; } = "AES256";

    public ConcurrentDictionary<string, StoredObject> Objects { get; } = new(StringComparer.Ordinal);
}

/// <summary>One object. <c>Metadata</c> is what its writer says about it: headers by lower-case name.</summary>
internal sealed record StoredObject(byte[] Content, string ETag, DateTimeOffset Modified, IReadOnlyDictionary<string, string> Metadata);
