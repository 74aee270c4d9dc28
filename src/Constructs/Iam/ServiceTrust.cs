using Amazon.CDK;

namespace EksIamCdk.Constructs.Iam;

/// <summary>A service of AWS may assume the role.</summary>
public sealed class ServiceTrust : TrustPolicy
{
    /// <summary>Such as <c>pods.eks.amazonaws.com</c>.</summary>
    public required string Service { get; init; }

    /// <summary>Default: <c>sts:AssumeRole</c> alone.</summary>
    public IReadOnlyList<string>? Actions { get; init; }

    /// <summary>What must be equal, by condition key. Default: nothing.</summary>
    public IReadOnlyDictionary<string, string>? MustEqual { get; init; }

    internal override object Document(Stack stack)
    {
        var conditions = new Dictionary<string, object>();
        if (MustEqual is { Count: > 0 }) conditions["StringEquals"] = MustEqual.ToDictionary(pair => pair.Key, object (pair) => pair.Value);
        return Of(new Dictionary<string, object> { ["Service"] = Service }, OneOrMany(Actions ?? ["sts:AssumeRole"]), conditions);
    }

    internal override void Validate(string path, ConstructProblems problems) =>
        problems.Required($"{path}.Service", Service, "the service's principal, such as pods.eks.amazonaws.com");
}
