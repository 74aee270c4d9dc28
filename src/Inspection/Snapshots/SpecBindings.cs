using System.Text.Json.Nodes;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Inspection.Snapshots;

/// <summary>The bindings that the app makes of the grants of a spec: one of each role, in each namespace, to the group of its access.</summary>
internal static class SpecBindings
{
    // As the app calls it: no access of a spec can have this name, since they have no colon.
    public const string ArgoCd = "argocd:controllers";

    public static IReadOnlyList<RbacBinding> Of(AccessSpec spec)
    {
        var roles = spec.Roles.ToDictionary(role => role.Name.Text, StringComparer.Ordinal);
        return
        [
            .. from holder in spec.Mappings
               from grant in holder.Grant
               from binding in Bindings(holder.Name.Text, grant, grant.Role is { } own ? roles[own.Text] : null)
               select binding,
            .. spec.ArgoCd is null ? [] : Bindings(ArgoCd, Profiles.Name(Profile.ClusterAdmin), isClusterRole: true, [""]),
        ];
    }

    public static JsonObject Json(RbacBinding binding) => new()
    {
        ["metadata"] = SpecState.Metadata(binding.Name, binding.Namespace.Length == 0 ? null : binding.Namespace),
        ["roleRef"] = new JsonObject { ["kind"] = binding.RoleIsClusterRole ? "ClusterRole" : "Role", ["name"] = binding.RoleName },
        ["subjects"] = new JsonArray([.. binding.Subjects.Select(subject => new JsonObject { ["kind"] = subject.Kind.ToString(), ["name"] = subject.Name })]),
    };

    private static IEnumerable<RbacBinding> Bindings(string holder, GrantSpec grant, RoleSpec? own) => Bindings(
        holder,
        grant.Profile is { } profile ? Profiles.Name(profile) : own!.Name.Text,
        own?.Namespaces is null,
        [.. (grant.Namespaces ?? own?.Namespaces)?.Select(ns => ns.Text) ?? [""]]);

    private static IEnumerable<RbacBinding> Bindings(string holder, string role, bool isClusterRole, string[] namespaces)
    {
        var group = AccessGroups.Of(holder);
        return namespaces.Select(ns => new RbacBinding
        {
            Namespace = ns,
            Name = $"{group}:{role}",
            RoleIsClusterRole = isClusterRole,
            RoleName = role,
            Subjects = [new(SubjectKind.Group, group)],
        });
    }
}
