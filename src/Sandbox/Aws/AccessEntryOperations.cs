using System.Collections.Immutable;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Clusters.AccessEntries;

namespace EksIamCdk.Sandbox.Aws;

/// <summary>The access entries of a cluster, by the API of EKS.</summary>
internal sealed class AccessEntryOperations(AccessEntryStore entries, ICloudView cloud)
{
    private const string Entries = "/access-entries";
    private const string Entry = "/access-entries/*";
    private const string Policies = "/access-entries/*/access-policies";

    public IReadOnlyList<EksOperation> Operations =>
    [
        new("POST", Entries, Answer(Create)) { Action = "CreateAccessEntry" },
        new("GET", Entries, Answer(List)) { Action = "ListAccessEntries" },
        new("GET", Entry, Answer(request => One(entries.Get(request.Cluster, Principal(request))))) { Action = "DescribeAccessEntry", Resource = EntryArn },
        new("POST", Entry, Answer(Update)) { Action = "UpdateAccessEntry", Resource = EntryArn },
        new("DELETE", Entry, Answer(Delete)) { Action = "DeleteAccessEntry", Resource = EntryArn },
        new("GET", Policies, Answer(ListPolicies)) { Action = "ListAssociatedAccessPolicies", Resource = EntryArn },
        new("POST", Policies, Answer(Associate)) { Action = "AssociateAccessPolicy", Resource = EntryArn },
        new("DELETE", $"{Policies}/*", Answer(Disassociate)) { Action = "DisassociateAccessPolicy", Resource = EntryArn },
        new("POST", EksOperation.Tags, Answer(Tag)) { Action = "TagResource", Resource = request => request.Rest[0] },
        new("DELETE", EksOperation.Tags, Answer(Untag)) { Action = "UntagResource", Resource = request => request.Rest[0] },
    ];

    private Func<EksRequest, CancellationToken, Task<AwsAnswer>> Answer(Func<EksRequest, JsonObject> answer) => (request, _) =>
    {
        cloud.RequireAccessEntries(request.Cluster);
        return Task.FromResult(AwsAnswer.Json(200, answer(request)));
    };

    private JsonObject Create(EksRequest request) => One(entries.Create(request.Cluster, EntryProperties.ReadCall(JsonProtocol.Read(request.Http))));

    private JsonObject List(EksRequest request) => new()
    {
        ["accessEntries"] = EntryProperties.TextList(entries.Of(request.Cluster).Select(entry => entry.PrincipalArn)),
    };

    private JsonObject Update(EksRequest request)
    {
        var body = JsonProtocol.Read(request.Http);
        return One(entries.Change(request.Cluster, Principal(request), entry => entry with
        {
            Username = (string?)body["username"] ?? entry.Username,
            Groups = body.ContainsKey("kubernetesGroups") ? AccessEntry.Texts(body["kubernetesGroups"]) : entry.Groups,
        }));
    }

    private JsonObject Delete(EksRequest request)
    {
        entries.Delete(request.Cluster, Principal(request));
        return [];
    }

    private JsonObject ListPolicies(EksRequest request)
    {
        var entry = entries.Get(request.Cluster, Principal(request));
        return Of(request, "associatedAccessPolicies", new JsonArray([.. entry.Associated.Select(EntryProperties.Written)]));
    }

    /// <summary>Also with another scope for a policy that is there.</summary>
    private JsonObject Associate(EksRequest request)
    {
        var policy = EntryProperties.ReadPolicy(JsonProtocol.Read(request.Http));
        var entry = entries.Change(request.Cluster, Principal(request), entry => entry with
        {
            Associated = [.. entry.Associated.Where(other => other.PolicyArn != policy.PolicyArn), policy],
        });
        return Of(request, "associatedAccessPolicy", EntryProperties.Written(entry.Associated[^1]));
    }

    private JsonObject Disassociate(EksRequest request)
    {
        var arn = request.Rest[3];
        entries.Change(request.Cluster, Principal(request), entry => entry.Associated.Any(policy => policy.PolicyArn == arn)
            ? entry with { Associated = [.. entry.Associated.Where(policy => policy.PolicyArn != arn)] }
            : throw new AwsErrorException("ResourceNotFoundException", "The specified policyArn could not be found.", 404));
        return [];
    }

    private JsonObject Tag(EksRequest request)
    {
        var added = EntryProperties.ReadTags(JsonProtocol.Read(request.Http));
        Tagged(request, tags => added.Aggregate(tags, (all, tag) => all.SetItem(tag.Key, tag.Value)));
        return [];
    }

    private JsonObject Untag(EksRequest request)
    {
        Tagged(request, tags => tags.RemoveRange(request.Http.Query.Where(pair => pair.Key == "tagKeys").Select(pair => pair.Value)));
        return [];
    }

    private void Tagged(EksRequest request, Func<ImmutableDictionary<string, string>, IReadOnlyDictionary<string, string>> change)
    {
        var tagged = entries.Of(request.Cluster).FirstOrDefault(entry => entry.Arn == request.Rest[0])
            ?? throw new AwsErrorException("NotFoundException", $"No resource found for ARN: {request.Rest[0]}", 404);
        entries.Change(request.Cluster, tagged.PrincipalArn, entry => entry with
        {
            Tags = change(ImmutableDictionary.CreateRange(StringComparer.Ordinal, entry.Tags)),
        });
    }

    private static JsonObject Of(EksRequest request, string name, JsonNode value) => new()
    {
        ["clusterName"] = request.Cluster.Name,
        ["principalArn"] = Principal(request),
        [name] = value,
    };

    private static JsonObject One(AccessEntry entry) => new() { ["accessEntry"] = EntryProperties.Written(entry) };

    /// <summary><c>…:access-entry/CLUSTER/role/ACCOUNT/NAME/UUID</c>, whether it is there or not.</summary>
    private static string EntryArn(EksRequest request)
    {
        var parts = Principal(request).Split(':', 6);
        var names = parts[^1].Split('/');
        return $"{request.Arn("access-entry")}/{names[0]}/{parts.ElementAtOrDefault(4)}/{names[^1]}/{Guid.Empty}";
    }

    private static string Principal(EksRequest request) => request.Rest[1];
}
