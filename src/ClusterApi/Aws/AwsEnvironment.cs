namespace EksIamCdk.ClusterApi.Aws;

/// <summary>Who this program is at AWS, and where AWS is.</summary>
public sealed record AwsEnvironment
{
    /// <summary>Asked at each use; null when there are none.</summary>
    public required Func<AwsCredentials?> Credentials { get; init; }

    /// <summary>The role that the credentials belong to, where it is known: it is named in messages.</summary>
    public string? RoleArn { get; init; }

    /// <summary>What that role is called in messages where it is not known.</summary>
    public string Unnamed { get; init; } = "the role of this function";

    /// <summary>In place of the regional endpoint of EKS; http or https.</summary>
    public string? EksEndpoint { get; init; }

    /// <summary>In place of the regional endpoint of STS; http or https. Tokens are made for the regional host all the same.</summary>
    public string? StsEndpoint { get; init; }

    /// <summary>In place of the endpoint of IAM; http or https.</summary>
    public string? IamEndpoint { get; init; }

    /// <summary>
    /// From the standard variables (https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html), and <c>EKSIAM_ROLE_ARN</c>.
    /// </summary>
    public static AwsEnvironment FromVariables(Func<string, string?> variable)
    {
        ArgumentNullException.ThrowIfNull(variable);
        string? Set(string name) => variable(name) is { Length: > 0 } value ? value : null;

        return new AwsEnvironment
        {
            Credentials = () => Set("AWS_ACCESS_KEY_ID") is { } id && Set("AWS_SECRET_ACCESS_KEY") is { } secret
                ? new AwsCredentials(id, secret, Set("AWS_SESSION_TOKEN"))
                : null,
            RoleArn = Set("EKSIAM_ROLE_ARN"),
            EksEndpoint = Set("AWS_ENDPOINT_URL_EKS") ?? Set("AWS_ENDPOINT_URL"),
            StsEndpoint = Set("AWS_ENDPOINT_URL_STS") ?? Set("AWS_ENDPOINT_URL"),
            IamEndpoint = Set("AWS_ENDPOINT_URL_IAM") ?? Set("AWS_ENDPOINT_URL"),
        };
    }
}
