namespace EksIamCdk.Access.Iam;

/// <summary>A request to AWS, as policies see it.</summary>
public sealed record IamRequest
{
    /// <summary>Such as <c>s3:GetObject</c>.</summary>
    public required string Action { get; init; }

    /// <summary>An ARN; null in a trust policy, which is about its own role.</summary>
    public string? Resource { get; init; }

    /// <summary>Who asks; null where the policy belongs to that principal itself.</summary>
    public IamPrincipal? Principal { get; init; }

    /// <summary>Values of condition keys; the keys are compared without regard to case.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Context { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <returns>Null when the request does not carry the key.</returns>
    public IReadOnlyList<string>? Values(string key)
    {
        foreach (var (name, values) in Context)
        {
            if (string.Equals(name, key, StringComparison.OrdinalIgnoreCase)) return values;
        }

        return null;
    }
}

/// <summary>Who asks.</summary>
public abstract record IamPrincipal
{
    private IamPrincipal()
    {
    }

    /// <param name="Value">A user, or a session of a role (<c>arn:aws:sts::ACCOUNT:assumed-role/NAME/SESSION</c>).</param>
    public sealed record Arn(string Value) : IamPrincipal
    {
        public string AccountId => Value.Split(':') is [_, _, _, _, var account, ..] ? account : "";
    }

    /// <param name="Name">Such as <c>pods.eks.amazonaws.com</c>.</param>
    public sealed record Service(string Name) : IamPrincipal;

    /// <param name="ProviderArn">Of the OIDC provider whose token was shown.</param>
    public sealed record Federated(string ProviderArn) : IamPrincipal;
}
