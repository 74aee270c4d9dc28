using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Principals;

namespace EksIamCdk.Access.Ownership.AccessEntries;

/// <summary>An access entry as a resource declares it.</summary>
/// <param name="Principal">A role or a user.</param>
/// <param name="Type">What it is for.</param>
/// <param name="Username">Null: the one that EKS gives.</param>
/// <param name="Groups">None for nodes.</param>
/// <param name="Policies">Each policy once.</param>
public sealed record AccessEntryDeclaration(
    PrincipalArn Principal, AccessEntryType Type, string? Username, IReadOnlyList<string> Groups, IReadOnlyList<PolicyAssociation> Policies)
{
    public AccessEntryContent Content => new()
    {
        Type = AccessEntryTypes.Name(Type),
        Username = Username ?? AccessEntryUsername.Default(Principal, Type),
        Groups = Groups,
        Policies = Policies,
    };
}
