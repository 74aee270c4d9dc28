using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Sandbox;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>An entry of aws-auth and whose it is; nobody's where there is no owner.</summary>
internal sealed record OwnedEntry(string Section, string Id, Owner? Owner);

/// <summary>Reads who owns what from the annotations in which it is written.</summary>
internal static class Ownership
{
    /// <summary>The entries in force, in the order of the map.</summary>
    public static IReadOnlyList<OwnedEntry> OfEntries(ClusterView cluster)
    {
        var claims = Claims(cluster.AwsAuth);
        return
        [
            .. from section in Sections.All
               from held in SectionReader.Read(section, Text(cluster, section)).Entries
               select new OwnedEntry(section.Key(), held.Entry.Id, claims.GetValueOrDefault(held.Entry.Id)),
        ];
    }

    public static Owner? OfObject(JsonObject live) =>
        (string?)live["metadata"]?["annotations"]?[ObjectAnnotations.Owner] is { } annotation && Parse(annotation) is { } owner ? OwnerOf(owner) : null;

    private static string? Text(ClusterView cluster, Section section) => (string?)cluster.AwsAuth?["data"]?[section.Key()];

    private static Dictionary<string, Owner?> Claims(JsonObject? awsAuth)
    {
        var claims = new Dictionary<string, Owner?>(StringComparer.OrdinalIgnoreCase);
        var annotation = (string?)awsAuth?["metadata"]?["annotations"]?[ObjectAnnotations.Claims];
        foreach (var claim in (annotation is null ? null : Parse(annotation)?["entries"] as JsonArray) ?? [])
        {
            if ((string?)claim?["id"] is { } id)
            {
                claims[id] = OwnerOf(claim["owner"] as JsonObject);
            }
        }

        return claims;
    }

    private static Owner? OwnerOf(JsonObject? owner) =>
        (string?)owner?["stackId"] is { } stack && (string?)owner["logicalId"] is { } resource ? new Owner(stack, resource) : null;

    private static JsonObject? Parse(string annotation)
    {
        try
        {
            return JsonNode.Parse(annotation) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
