namespace EksIamCdk.Access.Clusters;

/// <summary>The modes as EKS names them, and the steps between them.</summary>
public static class AuthenticationModes
{
    private static readonly (string Name, AuthenticationMode Mode)[] s_all =
    [
        ("CONFIG_MAP", AuthenticationMode.ConfigMap),
        ("API_AND_CONFIG_MAP", AuthenticationMode.ApiAndConfigMap),
        ("API", AuthenticationMode.Api),
    ];

    /// <summary>Every mode with its name.</summary>
    public static IReadOnlyList<(string Name, AuthenticationMode Mode)> All => s_all;

    public static string Name(this AuthenticationMode mode) => s_all[(int)mode].Name;

    /// <summary>The mode of that name; null when there is none.</summary>
    public static AuthenticationMode? Find(string? name)
    {
        foreach (var (known, mode) in s_all)
        {
            if (known == name) return mode;
        }

        return null;
    }

    /// <summary>The only mode that EKS takes after this one, which is not the last.</summary>
    public static AuthenticationMode Next(this AuthenticationMode mode) => s_all[(int)mode + 1].Mode;
}
