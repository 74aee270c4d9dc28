using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using AccessPolicies = EksIamCdk.Access.AccessEntries.AccessPolicy;

namespace EksIamCdk.Constructs;

/// <summary>
/// An access policy of EKS, and where in the cluster it holds. Source:
/// https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html.
/// </summary>
public sealed class EntryPolicy
{
    private EntryPolicy(string name, IReadOnlyList<string>? namespaces)
    {
        var problems = new ConstructProblems("EntryPolicy");
        problems.Required("Name", name, "the name of an access policy, such as AmazonEKSViewPolicy");
        if (name.Contains('/') || name.Contains(':')) problems.Add("Name", name, "the policy's name: its ARN is made of it");
        if (namespaces is { Count: 0 }) problems.Add("Namespaces", null, "at least one namespace, or dev-* for all that begin so");
        problems.Throw();
        Name = name;
        Namespaces = namespaces;
    }

    /// <summary>Such as <c>AmazonEKSViewPolicy</c>.</summary>
    public string Name { get; }

    /// <summary>Null: in the whole cluster.</summary>
    public IReadOnlyList<string>? Namespaces { get; }

    /// <summary>A policy that holds in the whole cluster.</summary>
    /// <exception cref="ArgumentException">The name is none.</exception>
    public static EntryPolicy ClusterWide(string name) => new(name, null);

    /// <summary>A policy that holds in some namespaces; <c>dev-*</c> are all that begin so.</summary>
    /// <exception cref="ArgumentException">The name is none, or there is no namespace.</exception>
    public static EntryPolicy InNamespaces(string name, params IReadOnlyList<string> namespaces) => new(name, namespaces);

    /// <summary>As the custom resource takes it.</summary>
    internal Dictionary<string, object> PropertiesIn(Stack stack)
    {
        var scope = new Dictionary<string, object> { ["Type"] = Namespaces is null ? "cluster" : "namespace" };
        if (Namespaces is not null) scope["Namespaces"] = Namespaces.ToArray();
        return new() { ["PolicyArn"] = AccessPolicies.Arn(stack.Partition, Name), ["AccessScope"] = scope };
    }

    internal CfnAccessEntry.AccessPolicyProperty In(Stack stack) => new()
    {
        PolicyArn = AccessPolicies.Arn(stack.Partition, Name),
        AccessScope = Namespaces is null
            ? new CfnAccessEntry.AccessScopeProperty { Type = "cluster" }
            : new CfnAccessEntry.AccessScopeProperty { Type = "namespace", Namespaces = [.. Namespaces] },
    };
}
