using Amazon.CDK;

namespace EksIamCdk.Constructs.Iam;

/// <summary>Who may assume a role: the cases are <see cref="ArnTrust"/>, <see cref="ServiceTrust"/> and <see cref="WebIdentityTrust"/>.</summary>
public abstract class TrustPolicy
{
    private protected TrustPolicy()
    {
    }

    /// <summary>The <c>AssumeRolePolicyDocument</c> of a role in this stack.</summary>
    internal abstract object Document(Stack stack);

    /// <summary>Adds what is wrong, under <paramref name="path"/>; tokens are left alone.</summary>
    internal abstract void Validate(string path, ConstructProblems problems);

    private protected static Dictionary<string, object> Of(object principal, object action, IReadOnlyDictionary<string, object>? conditions)
    {
        var statement = new Dictionary<string, object> { ["Effect"] = "Allow", ["Principal"] = principal, ["Action"] = action };
        if (conditions is { Count: > 0 }) statement["Condition"] = conditions;
        return PolicyDocuments.Of(statement);
    }

    // IAM knows a list of one and the value alone as the same; the value alone is what it shows.
    private protected static object OneOrMany(IReadOnlyList<string> values) => values.Count == 1 ? values[0] : values.ToArray();
}
