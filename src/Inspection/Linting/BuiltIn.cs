using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Inspection.Linting;

/// <summary>What every cluster of EKS has by itself, which is nobody's to mend.</summary>
internal static class BuiltIn
{
    /// <summary>Names that Kubernetes and EKS keep for themselves.</summary>
    public static bool IsName(string name) => name.StartsWith("system:", StringComparison.Ordinal) || name.StartsWith("eks:", StringComparison.Ordinal);

    /// <summary>The name alone says little: who may make bindings may call one system:anything. Of a name that is kept, it must be for those that are, too.</summary>
    public static bool Is(RbacBinding binding) => IsName(binding.Name) && binding.Subjects.All(subject => Is(subject, binding));

    public static bool Is(RbacRole role) => IsName(role.Name) || DefaultRoles.All.Any(known => role.Namespace.Length == 0 && known.Name == role.Name);

    private static bool Is(RbacSubject subject, RbacBinding binding) => subject switch
    {
        { Kind: SubjectKind.ServiceAccount } => (subject.Namespace.Length > 0 ? subject.Namespace : binding.Namespace) == "kube-system",
        _ when BindingChecks.IsEverybody(subject) => DefaultRoles.Bindings.Any(known =>
            binding.Namespace.Length == 0 && known.RoleName == binding.RoleName && known.Subjects.Contains(subject)),
        _ => IsName(subject.Name),
    };
}
