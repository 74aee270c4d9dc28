using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Inspection.Linting;

/// <summary>What every cluster of EKS has by itself, which is nobody's to mend.</summary>
internal static class BuiltIn
{
    /// <summary>Names that Kubernetes and EKS keep for themselves.</summary>
    public static bool IsName(string name) => name.StartsWith("system:", StringComparison.Ordinal) || name.StartsWith("eks:", StringComparison.Ordinal);

    public static bool Is(RbacBinding binding) => IsName(binding.Name);

    public static bool Is(RbacRole role) => IsName(role.Name) || DefaultRoles.All.Any(known => role.Namespace.Length == 0 && known.Name == role.Name);
}
