using System.Text;
using System.Text.Json;
using EksIamCdk.Sandbox.Aws;

namespace EksIamCdk.Sandbox.Serve.S3;

/// <summary>Keeps buckets in a folder: one folder a bucket; of each object its content, and beside it what is known about it.</summary>
internal sealed class BucketFolder(string path)
{
    private const string About = "bucket.json";
    private const string Suffix = ".about";

    public void Save(Bucket bucket)
    {
        Directory.CreateDirectory(Of(bucket.Name));
        File.WriteAllText(Path.Combine(Of(bucket.Name), About), JsonSerializer.Serialize(KeptBucket.Of(bucket)));
    }

    public void Save(string bucket, string key, StoredObject stored)
    {
        File.WriteAllBytes(Of(bucket, key), stored.Content);
        var about = new KeptObject(key, stored.ETag, stored.Modified, stored.Metadata);
        File.WriteAllText(Of(bucket, key) + Suffix, JsonSerializer.Serialize(about));
    }

    public void Delete(string bucket) => Directory.Delete(Of(bucket), recursive: true);

    public void Delete(string bucket, string key)
    {
        File.Delete(Of(bucket, key));
        File.Delete(Of(bucket, key) + Suffix);
    }

    public IEnumerable<Bucket> Load()
    {
        foreach (var folder in Directory.Exists(path) ? Directory.GetDirectories(path) : [])
        {
            var bucket = JsonSerializer.Deserialize<KeptBucket>(File.ReadAllText(Path.Combine(folder, About)))!.ToBucket();
            foreach (var about in Directory.GetFiles(folder, $"*{Suffix}"))
            {
                var kept = JsonSerializer.Deserialize<KeptObject>(File.ReadAllText(about))!;
                var content = File.ReadAllBytes(about[..^Suffix.Length]);
                bucket.Objects[kept.Key] = new StoredObject(content, kept.ETag, kept.Modified, kept.Metadata);
            }
            yield return bucket;
        }
    }

    private string Of(string bucket) => Path.Combine(path, bucket);

    /// <summary>Keys may be longer than names of files, and differ by case only.</summary>
    private string Of(string bucket, string key) => Path.Combine(Of(bucket), SignedRequest.Hash(Encoding.UTF8.GetBytes(key)));

    private sealed record KeptObject(string Key, string ETag, DateTimeOffset Modified, IReadOnlyDictionary<string, string> Metadata);

    private sealed record KeptBucket(
        string Name, string AccountId, string Region, DateTimeOffset Created, string? Versioning, string Encryption)
    {
        public static KeptBucket Of(Bucket bucket) =>
            new(bucket.Name, bucket.AccountId, bucket.Region, bucket.Created, bucket.Versioning, bucket.Encryption);

        public Bucket ToBucket() => new()
        {
            Name = Name,
            AccountId = AccountId,
            Region = Region,
            Created = Created,
            Versioning = Versioning,
            Encryption = Encryption,
        };
    }
}
