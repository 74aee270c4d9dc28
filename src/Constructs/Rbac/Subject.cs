namespace EksIamCdk.Constructs.Rbac;

/// <summary>Who a binding gives its role to.</summary>
public sealed class Subject
{
    private readonly Dictionary<string, object> _manifest;

    private Subject(Dictionary<string, object> manifest) => _manifest = manifest;

    internal IReadOnlyDictionary<string, object> Manifest => _manifest;

    /// <summary>A username, as the authenticator makes it of an aws-auth or access entry.</summary>
    public static Subject User(string name) => Of("User", name);

    /// <summary>A group, as aws-auth and access entries give it.</summary>
    public static Subject Group(string name) => Of("Group", name);

    /// <summary>A service account of any namespace.</summary>
    public static Subject ServiceAccount(string @namespace, string name) =>
        new(new() { ["kind"] = "ServiceAccount", ["name"] = name, ["namespace"] = @namespace });

    private static Subject Of(string kind, string name) => new(
        new() { ["apiGroup"] = "rbac.authorization.k8s.io", ["kind"] = kind, ["name"] = name });
}
