using System.Diagnostics;

namespace EksIamCdk.Access.AwsAuth;

/// <summary>A key of the ConfigMap's data; its value is a document of its own.</summary>
public enum Section
{
    MapRoles,
    MapUsers,
    MapAccounts,
}

public static class Sections
{
    /// <summary>In the order in which the authenticator asks them.</summary>
    public static IReadOnlyList<Section> All { get; } = [Section.MapRoles, Section.MapUsers, Section.MapAccounts];

    /// <summary>The key in the ConfigMap's data; case matters there.</summary>
    public static string Key(this Section section) => section switch
    {
        Section.MapRoles => "mapRoles",
        Section.MapUsers => "mapUsers",
        Section.MapAccounts => "mapAccounts",
        _ => throw new UnreachableException(),
    };

    /// <summary>The key of an entry that holds its ARN; an account is a plain item and has none.</summary>
    internal static string? ArnKey(this Section section) => section switch
    {
        Section.MapRoles => "rolearn",
        Section.MapUsers => "userarn",
        Section.MapAccounts => null,
        _ => throw new UnreachableException(),
    };

    /// <summary>How two entries of a section are told to be about the same principal: ARNs without regard to case.</summary>
    internal static StringComparer IdComparer(this Section section) =>
        section == Section.MapAccounts ? StringComparer.Ordinal : StringComparer.OrdinalIgnoreCase;
}
