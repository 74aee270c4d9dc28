using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Access.History;

/// <summary>What a write changed.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "of")]
[JsonDerivedType(typeof(OfAwsAuth), "awsAuth")]
[JsonDerivedType(typeof(OfObject), "object")]
public abstract record HistoryChange
{
    private HistoryChange()
    {
    }

    /// <summary>The ConfigMap kube-system/aws-auth.</summary>
    /// <param name="Before">All of it; null when there was none.</param>
    /// <param name="After">What was written: the keys of data that changed; null when the ConfigMap was deleted.</param>
    public sealed record OfAwsAuth(AwsAuthMap? Before, AwsAuthMap? After) : HistoryChange
    {
        /// <param name="before">What was live.</param>
        /// <param name="decision">What was written, or that the ConfigMap was deleted.</param>
        /// <returns>Null when the decision writes nothing.</returns>
        public static OfAwsAuth? Of(AwsAuthConfigMap before, AwsAuthDecision decision)
        {
            ArgumentNullException.ThrowIfNull(before);
            var was = before.Exists ? new AwsAuthMap(before.Data.ToDictionary(pair => pair.Key, pair => (string?)pair.Value), before.Claims) : null;
            return decision switch
            {
                AwsAuthDecision.Write write => new(was, new AwsAuthMap(write.Data, write.Claims)),
                AwsAuthDecision.DeleteConfigMap => new(was, null),
                _ => null,
            };
        }

        /// <summary>What was live before it.</summary>
        [JsonIgnore]
        public AwsAuthConfigMap Was => Before?.Over(null) ?? AwsAuthConfigMap.Missing;

        /// <summary>What was live after it.</summary>
        [JsonIgnore]
        public AwsAuthConfigMap Became => After?.Over(Before) ?? AwsAuthConfigMap.Missing;
    }

    /// <summary>One object.</summary>
    /// <param name="Before">As the API server had it; null when there was none. A Secret's is without its data.</param>
    /// <param name="After">As the API server had it then; null when it was deleted.</param>
    public sealed record OfObject(string ApiVersion, string Kind, string? Namespace, string Name, JsonObject? Before, JsonObject? After) : HistoryChange
    {
        public static OfObject Of(ObjectAddress address, JsonObject? before, JsonObject? after)
        {
            ArgumentNullException.ThrowIfNull(address);
            return new(
                address.Kind.ApiVersion, address.Kind.Kind, address.Namespace, address.Name,
                WithheldData.Of(address.Kind, before), WithheldData.Of(address.Kind, after));
        }

        /// <summary>Which object; null when its kind is not managed by this version.</summary>
        [JsonIgnore]
        public ObjectAddress? Address => KubernetesKind.Find(ApiVersion, Kind) is { } kind ? new ObjectAddress(kind, Namespace, Name) : null;
    }
}

/// <summary>aws-auth as a record keeps it.</summary>
/// <param name="Data">Keys of data; null for one that was taken away.</param>
/// <param name="Claims">The annotation <c>eks-iam-cdk/claims</c>, or null.</param>
public sealed record AwsAuthMap(IReadOnlyDictionary<string, string?> Data, string? Claims)
{
    /// <summary>The whole of it, where another one lay before.</summary>
    internal AwsAuthConfigMap Over(AwsAuthMap? before)
    {
        var data = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, text) in (before?.Data ?? new Dictionary<string, string?>()).Concat(Data))
        {
            if (text is null) data.Remove(key);
            else data[key] = text;
        }

        return new AwsAuthConfigMap { Data = data, Claims = Claims };
    }
}
