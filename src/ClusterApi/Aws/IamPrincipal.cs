using System.Globalization;

namespace EksIamCdk.ClusterApi.Aws;

/// <summary>A role or a user, as IAM has it.</summary>
/// <param name="Arn">With its path.</param>
/// <param name="Created">When; to the second.</param>
public sealed record IamPrincipal(string Arn, DateTimeOffset Created)
{
    internal static IamPrincipal? Read(QueryResponse response) =>
        response["Arn"] is { } arn
        && DateTimeOffset.TryParse(response["CreateDate"], CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var created)
            ? new(arn, created)
            : null;
}
