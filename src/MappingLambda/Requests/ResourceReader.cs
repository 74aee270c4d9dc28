using System.Text.Json;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>Reads the properties of a resource of any type.</summary>
/// <param name="defaultRegion"><c>AWS_REGION</c>, or null.</param>
internal sealed class ResourceReader(string? defaultRegion)
{
    public const string AwsAuthEntry = "Custom::EksAwsAuthEntry";
    public const string KubernetesObject = "Custom::EksKubernetesObject";

    /// <summary>What every PhysicalResourceId of a type begins with.</summary>
    private const string EntryPrefix = "aws-auth|";
    private const string ObjectPrefix = "k8s|";

    /// <summary>Whether the id is one of this code, and not one that CloudFormation made up when it stopped a Create.</summary>
    public static bool IsOurId(string physicalResourceId) =>
        physicalResourceId.StartsWith(EntryPrefix, StringComparison.Ordinal) || physicalResourceId.StartsWith(ObjectPrefix, StringComparison.Ordinal);

    /// <param name="resourceType"><c>ResourceType</c> of the event.</param>
    /// <param name="given"><c>ResourceProperties</c>, or <c>OldResourceProperties</c>.</param>
    /// <param name="strict">Whether unknown properties are problems: not in what another version of this code may have written.</param>
    public ResourceReading Read(string resourceType, JsonElement given, bool strict)
    {
        if (resourceType is not (AwsAuthEntry or KubernetesObject))
            return new(null, null, UnknownType(resourceType));

        var problems = new ProblemList();
        if (PropertyReader.Of(given, problems) is not { } properties)
            return new(null, null, Failure.WrongProperties(problems));
        var cluster = ClusterProperties.Read(properties, defaultRegion, strict, problems);
        var onConflict = properties.Choice("OnConflict", OnConflict.Fail, ("Fail", OnConflict.Fail), ("Adopt", OnConflict.Adopt));

        Resource? resource;
        string? key;
        Failure? unsupported = null;
        if (resourceType == AwsAuthEntry)
            (resource, key) = AwsAuthEntryProperties.Read(properties, cluster, onConflict, problems);
        else
            (resource, key, unsupported) = KubernetesObjectProperties.Read(properties, cluster, onConflict, problems);
        if (strict)
            properties.RefuseUnknown("ServiceToken", "ServiceTimeout");

        var prefix = resourceType == AwsAuthEntry ? EntryPrefix : ObjectPrefix;
        var id = cluster is null || key is null ? null : $"{prefix}{cluster.Identity}|{key}";
        var failure = problems.Count == 0 ? unsupported : WithBoth(Failure.WrongProperties(problems), unsupported);
        return new(failure is null ? resource : null, id, failure);
    }

    private static Failure WithBoth(Failure wrong, Failure? unsupported) =>
        unsupported is null ? wrong : wrong with { What = $"{wrong.What} {unsupported.What}", Remedy = $"{wrong.Remedy} {unsupported.Remedy}" };

    private static Failure UnknownType(string resourceType) => new(
        ErrorCode.EventUnreadable,
        $"The resource type \"{resourceType}\" is not known.",
        $"Use one of {AwsAuthEntry}, {KubernetesObject}.");
}
