using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Drift;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.ClusterApi.History;

/// <summary>The history of a cluster, kept in the cluster: the ConfigMap kube-system/eks-iam-cdk-history.</summary>
/// <remarks>A record is added by a merge patch of its own key, so that writers never conflict. Nothing relies on the history: a record
/// that cannot be added is lost, and only told.</remarks>
public sealed class HistoryStore(IKubernetesApi api)
{
    private const int Tries = 3;

    /// <summary>The records that the last write has left, and their bytes: what the next one makes too many goes with it.</summary>
    private IReadOnlyList<KeyValuePair<string, int>> _left = [];

    /// <summary>Adds a record, takes the oldest out that are too many, and notes in the same write which object is declared.</summary>
    public async Task<HistoryAddition> AddAsync(HistoryRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var declared = DeclaredIndex.Changes(record.Change);
        var bytes = HistoryFormat.Write(record);
        if (bytes.Length > HistoryBounds.LargestRecord)
        {
            if (declared is not null)
                await MergeAsync([], declared, cancellationToken).ConfigureAwait(false);
            return new HistoryAddition.TooLarge(bytes.Length);
        }

        var key = HistoryFormat.Key(record.At, (uint)Random.Shared.Next());
        var entry = Without(HistoryBounds.Overflow(_left.Append(KeyValuePair.Create(key, bytes.Length))));
        entry[key] = Convert.ToBase64String(bytes);
        var added = await MergeAsync(entry, declared, cancellationToken).ConfigureAwait(false);
        // The index has filled the ConfigMap: its newest object is not missed when somebody deletes it.
        if (declared is not null && added is HistoryAddition.Failed { Answer: ApiAnswer.Refused { Status: 413 or 422 } })
            added = await MergeAsync(entry, null, cancellationToken).ConfigureAwait(false);
        if (added is not HistoryAddition.Kept { History: var history })
            return added;

        _left = [.. Entries(history).Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Length / 4 * 3))];
        var overflow = HistoryBounds.Overflow(_left);
        return overflow.Count == 0 ? added : await MergeAsync(Without(overflow), null, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Forgets an object of an owner, who is about to delete it, or finds it gone.</summary>
    public Task<ApiAnswer> ForgetAsync(ObjectAddress address, Owner owner, CancellationToken cancellationToken) =>
        api.Merge(HistoryFormat.Address, new JsonObject { ["data"] = new JsonObject { [DeclaredIndex.Key(address, owner)] = null } }, cancellationToken);

    /// <summary>All records, the newest first; none where nothing was written yet.</summary>
    public async Task<HistoryReading> ReadAsync(CancellationToken cancellationToken) =>
        await api.Get(HistoryFormat.Address, cancellationToken).ConfigureAwait(false) switch
        {
            ApiAnswer.Ok ok => new HistoryReading.Read(
            [
                .. Entries(ok.Object).OrderByDescending(entry => entry.Key, StringComparer.Ordinal)
                    .Select(entry => new KeptRecord(entry.Key, Record(entry.Value))),
            ]),
            ApiAnswer.Refused { Status: 404 } => new HistoryReading.Read([]),
            var failed => new HistoryReading.Failed(ApiCall.Get(HistoryFormat.Address), failed),
        };

    private async Task<HistoryAddition> MergeAsync(
        JsonObject binaryData, IReadOnlyDictionary<string, string?>? declared, CancellationToken cancellationToken)
    {
        var changes = new JsonObject();
        if (binaryData.Count > 0)
            changes["binaryData"] = binaryData.DeepClone();
        if (declared is not null)
            changes["data"] = new JsonObject(declared.Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value)));
        var (patch, create) = (ApiCall.Apply(HistoryFormat.Address), ApiCall.Create(HistoryFormat.Address));
        for (var attempt = 1; ; attempt++)
        {
            var (call, answer) = (patch, await api.Merge(HistoryFormat.Address, changes, cancellationToken).ConfigureAwait(false));
            if (answer is ApiAnswer.Refused { Status: 404 })
                (call, answer) = (create, await api.Create(HistoryFormat.Address, New(changes), cancellationToken).ConfigureAwait(false));
            switch (answer)
            {
                case ApiAnswer.Ok ok:
                    return new HistoryAddition.Kept(ok.Object);
                // Created by somebody else just now, or patched by so many that the API server gave up.
                case ApiAnswer.Refused { Status: 409 } when attempt < Tries:
                    break;
                default:
                    return new HistoryAddition.Failed(call, answer);
            }
        }
    }

    private static JsonObject Without(IReadOnlyList<string> keys) => new(keys.Select(old => KeyValuePair.Create(old, (JsonNode?)null)));

    private static JsonObject New(JsonObject changes) => new()
    {
        ["apiVersion"] = HistoryFormat.Address.Kind.ApiVersion,
        ["kind"] = HistoryFormat.Address.Kind.Kind,
        ["metadata"] = new JsonObject { ["name"] = HistoryFormat.Address.Name, ["namespace"] = HistoryFormat.Address.Namespace },
        ["binaryData"] = WithoutNulls(changes["binaryData"]),
        ["data"] = WithoutNulls(changes["data"]),
    };

    private static JsonObject WithoutNulls(JsonNode? members) =>
        new((members as JsonObject ?? []).Where(member => member.Value is not null).Select(member => KeyValuePair.Create(member.Key, member.Value?.DeepClone())));

    private static IEnumerable<KeyValuePair<string, string>> Entries(JsonObject history) =>
        (history["binaryData"] as JsonObject ?? []).Select(entry => KeyValuePair.Create(entry.Key, (string?)entry.Value ?? ""));

    private static HistoryRecord? Record(string base64)
    {
        var bytes = new byte[base64.Length];
        return Convert.TryFromBase64String(base64, bytes, out var length) ? HistoryFormat.Read(bytes[..length]) : null;
    }
}

/// <summary>A record, and the key that it lies under.</summary>
/// <param name="Record">Null when it cannot be read.</param>
public sealed record KeptRecord(string Key, HistoryRecord? Record);

/// <summary>What became of a record.</summary>
public abstract record HistoryAddition
{
    private HistoryAddition()
    {
    }

    /// <param name="History">The ConfigMap as it is now.</param>
    public sealed record Kept(JsonObject History) : HistoryAddition
    {
        public override string ToString() => "kept";
    }

    public sealed record TooLarge(int Bytes) : HistoryAddition
    {
        public override string ToString() => $"a record of {Bytes} bytes, where {HistoryBounds.LargestRecord} are the limit";
    }

    public sealed record Failed(ApiCall Call, ApiAnswer Answer) : HistoryAddition
    {
        public override string ToString() => Answer switch
        {
            ApiAnswer.Refused refused => $"{Call}: {refused.Status} {refused.Reason}",
            ApiAnswer.NoAnswer none => $"{Call}: {none.What}",
            _ => throw new UnreachableException(),
        };
    }
}

/// <summary>What is known of the past.</summary>
public abstract record HistoryReading
{
    private HistoryReading()
    {
    }

    /// <param name="Records">The newest first.</param>
    public sealed record Read(IReadOnlyList<KeptRecord> Records) : HistoryReading;

    public sealed record Failed(ApiCall Call, ApiAnswer Answer) : HistoryReading;
}
