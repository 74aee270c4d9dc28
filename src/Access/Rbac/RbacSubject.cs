namespace EksIamCdk.Access.Rbac;

public enum SubjectKind
{
    User,
    Group,
    ServiceAccount,
}

/// <summary>Whom a binding is for.</summary>
/// <param name="Kind">User, Group or ServiceAccount.</param>
/// <param name="Name">Its name.</param>
/// <param name="Namespace">Of a ServiceAccount; left out: the namespace of the RoleBinding.</param>
public sealed record RbacSubject(SubjectKind Kind, string Name, string Namespace = "")
{
    /// <summary>The username or group that it means; null for a service account of no namespace, which nobody can be.</summary>
    internal string? AuthenticatedName(string bindingNamespace) => Kind switch
    {
        SubjectKind.User or SubjectKind.Group => Name,
        SubjectKind.ServiceAccount => Holder(bindingNamespace) is { Length: > 0 } holder ? $"system:serviceaccount:{holder}:{Name}" : null,
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>As the API server says it: <c>Group "devs"</c>, <c>ServiceAccount "ci/deploy"</c>.</summary>
    internal string Describe(string bindingNamespace) =>
        Kind == SubjectKind.ServiceAccount ? $"{Kind} \"{Name}/{Holder(bindingNamespace)}\"" : $"{Kind} \"{Name}\"";

    private string Holder(string bindingNamespace) => Namespace.Length > 0 ? Namespace : bindingNamespace;
}
