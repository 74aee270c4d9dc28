namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>What only a live cluster can tell, at the moment it is asked; null is what was not asked, and its link is then no part of a chain.</summary>
public sealed record LiveFindings
{
    public static readonly LiveFindings None = new();

    /// <summary>The ARN of whoever asks, by sts:GetCallerIdentity: of the role, not of the session.</summary>
    public string? Caller { get; init; }

    /// <summary>What became of a call to the API server.</summary>
    public ApiServerFinding? ApiServer { get; init; }

    /// <summary>The pods of the namespace that the question is about.</summary>
    public PodsFinding? Pods { get; init; }
}

/// <summary>What became of a call to the API server with the credentials of whoever asks.</summary>
public abstract record ApiServerFinding
{
    private ApiServerFinding()
    {
    }

    /// <summary>It answered, and knows the caller.</summary>
    /// <param name="Caller">Who called, as far as it is known.</param>
    public sealed record LetIn(string Caller) : ApiServerFinding;

    /// <summary>It answered 401.</summary>
    /// <param name="Caller">Who called, as far as it is known.</param>
    public sealed record Unauthorized(string Caller) : ApiServerFinding;

    /// <summary>No answer.</summary>
    /// <param name="Why">What happened, a sentence without a full stop.</param>
    public sealed record NotReached(string Why) : ApiServerFinding;
}

/// <summary>The pods of a namespace, as far as they were read.</summary>
/// <param name="Pods">Null when they could not be read.</param>
/// <param name="WhyNot">In the words of whoever refused; empty when they were read.</param>
public sealed record PodsFinding(IReadOnlyList<PodFinding>? Pods, string WhyNot = "")
{
    public bool Equals(PodsFinding? other) => other is not null && WhyNot == other.WhyNot && (Pods ?? []).SequenceEqual(other.Pods ?? []) && Pods is null == other.Pods is null;

    public override int GetHashCode() => HashCode.Combine(WhyNot, Pods?.Count);
}

/// <summary>A pod, as far as its credentials are concerned.</summary>
/// <param name="Name">Its name.</param>
/// <param name="ServiceAccount">Whom it runs as.</param>
/// <param name="Owner">What made it, such as <c>deployment/web</c>; empty when nothing did, or what did is not known.</param>
/// <param name="RoleArn">The variable AWS_ROLE_ARN, which IRSA puts in; null where there is none.</param>
/// <param name="HasPodIdentity">Whether the variables of EKS Pod Identity were put in.</param>
/// <param name="HasStoredKeys">Whether a container is given AWS_ACCESS_KEY_ID, which comes before either.</param>
public sealed record PodFinding(string Name, string ServiceAccount, string Owner, string? RoleArn, bool HasPodIdentity, bool HasStoredKeys);
