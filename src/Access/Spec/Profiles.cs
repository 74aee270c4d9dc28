using System.Diagnostics;

namespace EksIamCdk.Access.Spec;

/// <summary>The names of the profiles.</summary>
public static class Profiles
{
    public static IReadOnlyList<Profile> All { get; } = [Profile.View, Profile.Edit, Profile.Admin, Profile.ClusterAdmin];

    /// <summary>The name of the profile, which is that of its ClusterRole.</summary>
    public static string Name(Profile profile) => profile switch
    {
        Profile.View => "view",
        Profile.Edit => "edit",
        Profile.Admin => "admin",
        Profile.ClusterAdmin => "cluster-admin",
        _ => throw new UnreachableException(),
    };
}
