using System.Collections.Concurrent;

namespace EksIamCdk.Sandbox.Serve.S3;

/// <summary>The buckets of a sandbox: those that stacks make, and those that callers make. Names are good for all accounts.</summary>
internal sealed class BucketStore(BucketFolder? folder, TimeProvider time)
{
    private readonly ConcurrentDictionary<string, Bucket> _buckets = new(StringComparer.Ordinal);

    public IReadOnlyList<Bucket> All => [.. _buckets.Values.OrderBy(bucket => bucket.Name, StringComparer.Ordinal)];

    public Bucket? Find(string name) => _buckets.GetValueOrDefault(name);

    /// <returns>False when the name is taken.</returns>
    public bool Create(RegionalName key, string? versioning, string encryption)
    {
        var bucket = new Bucket
        {
            Name = key.Name,
            AccountId = key.AccountId,
            Region = key.Region,
            Created = time.GetUtcNow(),
            Versioning = versioning,
            Encryption = encryption,
        };
        if (!_buckets.TryAdd(bucket.Name, bucket))
            return false;
        folder?.Save(bucket);
        return true;
    }

    /// <summary>Changes the settings of a bucket; what lies in it stays.</summary>
    public void Change(string name, string? versioning, string encryption)
    {
        if (Find(name) is not { } old)
            return;
        var bucket = new Bucket
        {
            Name = old.Name,
            AccountId = old.AccountId,
            Region = old.Region,
            Created = old.Created,
            Versioning = versioning,
            Encryption = encryption,
        };
        foreach (var (key, stored) in old.Objects)
            bucket.Objects[key] = stored;
        _buckets[name] = bucket;
        folder?.Save(bucket);
    }

    /// <returns>False when it is not empty.</returns>
    public bool Delete(string name)
    {
        if (Find(name) is not { } bucket)
            return true;
        if (!bucket.Objects.IsEmpty)
            return false;
        _buckets.TryRemove(name, out _);
        folder?.Delete(name);
        return true;
    }

    public StoredObject Put(Bucket bucket, string key, byte[] content, string etag, IReadOnlyDictionary<string, string> metadata)
    {
        var stored = new StoredObject(content, etag, time.GetUtcNow(), metadata);
        bucket.Objects[key] = stored;
        folder?.Save(bucket.Name, key, stored);
        return stored;
    }

    public void Delete(Bucket bucket, string key)
    {
        if (bucket.Objects.TryRemove(key, out _))
            folder?.Delete(bucket.Name, key);
    }

    /// <summary>The content of an object; null when there is none.</summary>
    public Stream? Open(string bucket, string key) =>
        Find(bucket)?.Objects.GetValueOrDefault(key) is { } stored ? new MemoryStream(stored.Content, writable: false) : null;

    /// <summary>Those that were kept.</summary>
    public void Load()
    {
        foreach (var bucket in folder?.Load() ?? [])
            _buckets[bucket.Name] = bucket;
    }
}
