namespace EksIamCdk.Constructs.Providers;

/// <summary>What a custom resource makes the function do in the cluster.</summary>
internal abstract record FunctionNeed
{
    private FunctionNeed()
    {
    }

    /// <summary>It only asks EKS.</summary>
    public sealed record Nothing : FunctionNeed;

    /// <summary>It writes an access entry, by EKS.</summary>
    /// <param name="PrincipalArn">Whose it is.</param>
    /// <param name="IsRole">Whether that is a role, else a user.</param>
    public sealed record AccessEntry(string PrincipalArn, bool IsRole) : FunctionNeed;

    /// <summary>It writes what AmazonEKSEditPolicy lets write in a namespace.</summary>
    /// <param name="Namespace">The namespace.</param>
    /// <param name="SeesNodes">Whether it lists nodes too, before it takes away the entry of those that run.</param>
    public sealed record Edit(string Namespace, bool SeesNodes = false) : FunctionNeed;

    /// <summary>It reads objects of all namespaces.</summary>
    public sealed record View : FunctionNeed;

    /// <summary>It writes RBAC objects, which asks for "bind" and "escalate", or what else only an administrator of the cluster may.</summary>
    public sealed record Administration : FunctionNeed;
}
