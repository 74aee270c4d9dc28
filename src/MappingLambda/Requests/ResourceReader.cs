using System.Text.Json;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>Reads the properties of a resource of any type.</summary>
/// <param name="defaultRegion"><c>AWS_REGION</c>, or null.</param>
internal sealed class ResourceReader(string? defaultRegion)
{
    private static readonly Dictionary<string, ResourceType> Types = new(StringComparer.Ordinal)
    {
        ["Custom::EksAwsAuthEntry"] = new("aws-auth", given =>
        {
            var (entry, key) = AwsAuthEntryProperties.Read(given.Properties, given.Cluster, OnConflictOf(given), given.Problems);
            return (entry, key, null);
        }),
        ["Custom::EksKubernetesObject"] = new(
            "k8s", given => KubernetesObjectProperties.Read(given.Properties, given.Cluster, OnConflictOf(given), given.Problems)),
        ["Custom::EksAccessEntry"] = new("entry", given =>
        {
            var (entry, key) = AccessEntryProperties.Read(given.Properties, given.Cluster, OnConflictOf(given), given.Strict, given.Problems);
            return (entry, key, null);
        }),
        ["Custom::EksAccessCheck"] = new(
            "check", given => (AccessCheckProperties.Read(given.Properties, given.Cluster, given.Strict, given.Problems), given.LogicalId, null)),
        ["Custom::EksAuthenticationMode"] = new("mode", given => (ClusterModeProperties.Read(given.Properties, given.Cluster), "", null)),
        ["Custom::EksClusterLookup"] = new(
            "lookup", given => (given.Cluster is null ? null : new Resource.ClusterLookup(given.Cluster), "", null)),
    };

    /// <summary>Whether the id is one of this code, and not one that CloudFormation made up when it stopped a Create.</summary>
    public static bool IsOurId(string physicalResourceId) =>
        Types.Values.Any(type => physicalResourceId.StartsWith($"{type.IdPrefix}|", StringComparison.Ordinal));

    /// <param name="resourceType"><c>ResourceType</c> of the event.</param>
    /// <param name="logicalId"><c>LogicalResourceId</c> of the event.</param>
    /// <param name="given"><c>ResourceProperties</c>, or <c>OldResourceProperties</c>.</param>
    /// <param name="strict">Whether unknown properties are problems: not in what another version of this code may have written.</param>
    public ResourceReading Read(string resourceType, string logicalId, JsonElement given, bool strict)
    {
        if (!Types.TryGetValue(resourceType, out var type))
            return new(null, null, UnknownType(resourceType));

        var problems = new ProblemList();
        if (PropertyReader.Of(given, problems) is not { } properties)
            return new(null, null, Failure.WrongProperties(problems));
        var cluster = ClusterProperties.Read(properties, defaultRegion, strict, problems);
        var (resource, key, unsupported) = type.Read(new(properties, cluster, logicalId, strict, problems));
        if (strict)
            properties.RefuseUnknown("ServiceToken", "ServiceTimeout");

        var id = cluster is null || key is null ? null : $"{type.IdPrefix}|{cluster.Identity}{(key.Length == 0 ? "" : "|")}{key}";
        var failure = problems.Count == 0 ? unsupported : WithBoth(Failure.WrongProperties(problems), unsupported);
        return new(failure is null ? resource : null, id, failure);
    }

    private static OnConflict OnConflictOf(Given given) =>
        given.Properties.Choice("OnConflict", OnConflict.Fail, ("Fail", OnConflict.Fail), ("Adopt", OnConflict.Adopt));

    private static Failure WithBoth(Failure wrong, Failure? unsupported) =>
        unsupported is null ? wrong : wrong with { What = $"{wrong.What} {unsupported.What}", Remedy = $"{wrong.Remedy} {unsupported.Remedy}" };

    private static Failure UnknownType(string resourceType) => new(
        ErrorCode.EventUnreadable,
        $"The resource type \"{resourceType}\" is not known.",
        $"Use one of {string.Join(", ", Types.Keys)}.");

    /// <param name="IdPrefix">What every PhysicalResourceId of the type begins with.</param>
    /// <param name="Read">The resource, as far as it could be read; its key inside the cluster's ids; and what is right, but not
    /// supported.</param>
    private sealed record ResourceType(string IdPrefix, Func<Given, (Resource? Resource, string? Key, Failure? Unsupported)> Read);

    private sealed record Given(PropertyReader Properties, ClusterReference? Cluster, string LogicalId, bool Strict, ProblemList Problems);
}
