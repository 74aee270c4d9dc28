using System.Buffers;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>Reads the property <c>Cluster</c>, which all types have.</summary>
internal static class ClusterProperties
{
    private const int LongestName = 100;
    private static readonly SearchValues<char> NameCharacters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    /// <param name="properties">The properties that <c>Cluster</c> is one of.</param>
    /// <param name="defaultRegion"><c>AWS_REGION</c>, or null.</param>
    /// <param name="strict">Whether unknown properties are problems.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>Null when even the identity of the cluster cannot be told; then a problem was added.</returns>
    public static ClusterReference? Read(PropertyReader properties, string? defaultRegion, bool strict, ProblemList problems)
    {
        if (properties.Object("Cluster", "an object with the Name of the cluster") is not { } cluster)
            return null;

        var name = cluster.Required("Name", "the name of the EKS cluster");
        if (name is not null && (name.Length > LongestName || name.AsSpan().ContainsAnyExcept(NameCharacters)))
            cluster.Wrong("Name", name, $"the name of an EKS cluster: at most {LongestName} letters, digits, - or _");
        var arn = Arn(cluster, name);
        var endpoint = Endpoint(cluster);
        var authority = cluster.Optional("CertificateAuthorityData", "base64 of the PEM certificates of the cluster");
        if (cluster.Has("Endpoint") != cluster.Has("CertificateAuthorityData"))
        {
            var (given, missing) = cluster.Has("Endpoint") ? ("Endpoint", "CertificateAuthorityData") : ("CertificateAuthorityData", "Endpoint");
            cluster.Wrong(missing, "", $"it together with {given}, or neither of them");
        }

        var region = cluster.Optional("Region", "the Region of the cluster, such as eu-central-1") ?? defaultRegion;
        if (!cluster.Has("Region") && string.IsNullOrEmpty(region))
            cluster.Wrong("Region", "", "the Region of the cluster: AWS_REGION is not set either");
        if (region is not null && region.Any(c => !char.IsAsciiLetterLower(c) && !char.IsAsciiDigit(c) && c != '-'))
            cluster.Wrong("Region", region, "the name of a Region, such as eu-central-1");
        var accessRole = AccessRole(cluster, problems);
        var externalId = cluster.Optional("ExternalId", "the external id that the role's trust policy asks for, or the property left out");
        if (strict)
            cluster.RefuseUnknown();

        return name is null
            ? null
            : new ClusterReference
            {
                Name = name,
                Arn = arn,
                Endpoint = endpoint,
                CertificateAuthorityData = authority,
                Region = region ?? "",
                AccessRoleArn = accessRole,
                ExternalId = externalId,
            };
    }

    private static string? Arn(PropertyReader cluster, string? name)
    {
        const string Expected = "the ARN of the cluster, such as arn:aws:eks:eu-central-1:111122223333:cluster/NAME";
        var arn = cluster.Optional("Arn", Expected);
        if (arn is null || (arn.Split(':') is ["arn", _, "eks", _, _, var resource] && (name is null || resource == $"cluster/{name}")))
            return arn;
        cluster.Wrong("Arn", arn, name is null ? Expected : $"the ARN of the cluster {name}, which ends in :cluster/{name}");
        return arn;
    }

    private static string? Endpoint(PropertyReader cluster)
    {
        const string Expected = "the https:// URL of the API server";
        var endpoint = cluster.Optional("Endpoint", Expected);
        if (endpoint is not null && (!Uri.TryCreate(endpoint, UriKind.Absolute, out var uri) || uri.Scheme != Uri.UriSchemeHttps))
            cluster.Wrong("Endpoint", endpoint, Expected);
        return endpoint;
    }

    private static string? AccessRole(PropertyReader cluster, ProblemList problems)
    {
        const string Expected = "the ARN of the role to assume, or the property left out";
        if (cluster.Optional("AccessRoleArn", Expected) is not { } text)
            return null;
        if (PrincipalArn.Parse(cluster.PathOf("AccessRoleArn"), text, problems) is { Kind: not PrincipalKind.Role })
            cluster.Wrong("AccessRoleArn", text, Expected);
        return text;
    }
}
