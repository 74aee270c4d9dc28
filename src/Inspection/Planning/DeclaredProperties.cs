using System.Text.Json.Nodes;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Inspection.Planning;

/// <summary>Reads the properties of resources, as the function does, as far as a plan needs them.</summary>
public static class DeclaredProperties
{
    /// <summary>The types that a plan is about.</summary>
    public static IReadOnlyList<string> Types { get; } =
        ["Custom::EksAwsAuthEntry", "Custom::EksKubernetesObject", "Custom::EksAccessEntry", "AWS::EKS::AccessEntry", "Custom::EksAuthenticationMode"];

    /// <param name="logicalId">Of the resource.</param>
    /// <param name="type">One of <see cref="Types"/>.</param>
    /// <param name="properties">Resolved.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>Null when a problem was added.</returns>
    public static DeclaredResource? Read(string logicalId, string type, JsonObject properties, ProblemList problems)
    {
        ArgumentNullException.ThrowIfNull(properties);
        ArgumentNullException.ThrowIfNull(problems);
        var onConflict = Text(properties, "OnConflict") == nameof(OnConflict.Adopt) ? OnConflict.Adopt : OnConflict.Fail;
        var allowLockout = Text(properties, "AllowLockout") is "true" or "True";
        return type switch
        {
            "Custom::EksAwsAuthEntry" => Entry(properties, problems) is { } entry ? new DeclaredResource.OfEntry(logicalId, entry, onConflict, allowLockout) : null,
            "Custom::EksKubernetesObject" => Manifest(properties, problems) is { } manifest ? new DeclaredResource.OfObject(logicalId, manifest, onConflict) : null,
            "Custom::EksAuthenticationMode" => Mode(properties, problems) is { } mode ? new DeclaredResource.OfMode(logicalId, mode, allowLockout) : null,
            _ => AccessEntry(properties, problems) is { } entry
                ? new DeclaredResource.OfAccessEntry(logicalId, entry, onConflict, type == "AWS::EKS::AccessEntry")
                : null,
        };
    }

    private static EntryDeclaration? Entry(JsonObject properties, ProblemList problems)
    {
        if (Text(properties, "AccountId") is { } account) return new(Section.MapAccounts, new() { Id = account });
        var name = Text(properties, "RoleArn") is null ? "UserArn" : "RoleArn";
        if (Principal(properties, name, problems) is not { } principal) return null;
        return new(
            name == "RoleArn" ? Section.MapRoles : Section.MapUsers,
            new() { Id = principal.AsWritten, Username = Text(properties, "Username") ?? "", Groups = Texts(properties["Groups"]) });
    }

    private static Manifest? Manifest(JsonObject properties, ProblemList problems)
    {
        if (Text(properties, "Manifest") is not { } text)
        {
            problems.Missing("Manifest", "JSON text of one Kubernetes object");
            return null;
        }

        var manifest = Access.Objects.Manifest.Parse("Manifest", text, problems, out var unsupported);
        if (unsupported is not null) problems.Add("Manifest", unsupported.What, "a kind that is managed");
        return manifest;
    }

    private static AuthenticationMode? Mode(JsonObject properties, ProblemList problems)
    {
        var mode = AuthenticationModes.Find(Text(properties, "Mode"));
        if (mode is null) problems.Add("Mode", Text(properties, "Mode") ?? "", string.Join(" or ", AuthenticationModes.All.Select(known => known.Name)));
        return mode;
    }

    private static AccessEntryDeclaration? AccessEntry(JsonObject properties, ProblemList problems)
    {
        if (Principal(properties, "PrincipalArn", problems) is not { } principal) return null;
        var type = AccessEntryTypes.Find(Text(properties, "Type") ?? "STANDARD");
        if (type is null) problems.Add("Type", Text(properties, "Type")!, string.Join(" or ", AccessEntryTypes.Names));
        return type is null ? null : new(
            principal, type.Value, Text(properties, "Username"), Texts(properties["KubernetesGroups"]),
            [.. (properties["AccessPolicies"] as JsonArray ?? []).OfType<JsonObject>().Select(Policy)]);
    }

    private static PolicyAssociation Policy(JsonObject policy) => new(
        Text(policy, "PolicyArn") ?? "", policy["AccessScope"] is JsonObject scope ? Text(scope, "Type") ?? "cluster" : "cluster",
        Texts(policy["AccessScope"]?["Namespaces"]));

    private static PrincipalArn? Principal(JsonObject properties, string name, ProblemList problems)
    {
        if (Text(properties, name) is { } text) return PrincipalArn.Parse(name, text, problems);
        problems.Missing(name, "the ARN of an IAM role or user");
        return null;
    }

    private static string? Text(JsonObject from, string name) => from[name]?.ToString();

    private static IReadOnlyList<string> Texts(JsonNode? node) => [.. (node as JsonArray ?? []).Select(item => item?.ToString() ?? "")];
}
