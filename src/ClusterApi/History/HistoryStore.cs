using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.History;

namespace EksIamCdk.ClusterApi.History;

/// <summary>The history of a cluster, kept in the cluster: the ConfigMap kube-system/eks-iam-cdk-history.</summary>
/// <remarks>A record is added by a merge patch of its own key, so that writers never conflict. Nothing relies on the history: a record
/// that cannot be added is lost, and only told.</remarks>
public sealed class HistoryStore(IKubernetesApi api)
{
    private const int Tries = 3;

    /// <summary>Adds a record, and takes the oldest out that are too many.</summary>
    public async Task<HistoryAddition> AddAsync(HistoryRecord record, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(record);
        var bytes = HistoryFormat.Write(record);
        if (bytes.Length > HistoryBounds.LargestRecord)
            return new HistoryAddition.TooLarge(bytes.Length);
        var key = HistoryFormat.Key(record.At, (uint)Random.Shared.Next());
        var added = await MergeAsync(new JsonObject { [key] = Convert.ToBase64String(bytes) }, cancellationToken).ConfigureAwait(false);
        if (added is not HistoryAddition.Kept { History: var history })
            return added;

        var overflow = HistoryBounds.Overflow(Entries(history).Select(entry => KeyValuePair.Create(entry.Key, entry.Value.Length / 4 * 3)));
        return overflow.Count == 0
            ? added
            : await MergeAsync(new JsonObject(overflow.Select(old => KeyValuePair.Create(old, (JsonNode?)null))), cancellationToken).ConfigureAwait(false);
    }

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

    private async Task<HistoryAddition> MergeAsync(JsonObject binaryData, CancellationToken cancellationToken)
    {
        var (patch, create) = (ApiCall.Apply(HistoryFormat.Address), ApiCall.Create(HistoryFormat.Address));
        for (var attempt = 1; ; attempt++)
        {
            var (call, answer) = (patch, await api.Merge(HistoryFormat.Address, new JsonObject { ["binaryData"] = binaryData.DeepClone() }, cancellationToken).ConfigureAwait(false));
            if (answer is ApiAnswer.Refused { Status: 404 })
                (call, answer) = (create, await api.Create(HistoryFormat.Address, New(binaryData), cancellationToken).ConfigureAwait(false));
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

    private static JsonObject New(JsonObject binaryData) => new()
    {
        ["apiVersion"] = HistoryFormat.Address.Kind.ApiVersion,
        ["kind"] = HistoryFormat.Address.Kind.Kind,
        ["metadata"] = new JsonObject { ["name"] = HistoryFormat.Address.Name, ["namespace"] = HistoryFormat.Address.Namespace },
        ["binaryData"] = new JsonObject(binaryData.Where(entry => entry.Value is not null).Select(entry => KeyValuePair.Create(entry.Key, entry.Value?.DeepClone()))),
    };

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
