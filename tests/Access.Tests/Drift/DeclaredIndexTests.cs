using System.Text.Json.Nodes;
using EksIamCdk.Access.Drift;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Access.Tests.Drift;

public sealed class DeclaredIndexTests
{
    private static readonly Owner s_owner = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/team/0001", "Thing");

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"dev"},"data":{"a":"1"}}""", true)]
    [InlineData("""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"system:odd:name"},"rules":[]}""", true)]
    [InlineData("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"dev"},"data":{"a":"b25l"}}""", false)]
    public void An_object_of_a_stack_is_kept_and_read_again(string json, bool canBePutBack)
    {
        var manifest = Manifest.Parse("Manifest", json, [], out _)!;
        var (key, text) = Assert.Single(Changes(manifest, null, Applied(manifest)));
        Assert.Matches("^[-._a-z0-9]{1,253}$", key);

        var read = Assert.Single(DeclaredIndex.Read(ConfigMap(key, text!)));

        Assert.Equal((manifest.Address, s_owner), (read.Address, read.Owner));
        var gone = read.Gone();
        Assert.Null(gone.Live);
        Assert.Equal(canBePutBack, gone.Manifest is not null);
        Assert.DoesNotContain("sha256", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_of_nobody_is_not_kept_and_what_is_none_of_ours_is_not_read()
    {
        var manifest = Manifest.Parse("Manifest", """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"dev"}}""", [], out _)!;
        var (key, text) = Assert.Single(Changes(manifest, null, Applied(manifest)));

        Assert.Null(DeclaredIndex.Changes(HistoryChange.OfObject.Of(manifest.Address, null, manifest.Body)));
        Assert.Empty(DeclaredIndex.Read(null));
        Assert.Empty(DeclaredIndex.Read(ConfigMap("another-key", text!)));
        Assert.Empty(DeclaredIndex.Read(ConfigMap(key, "{}")));
        Assert.Empty(DeclaredIndex.Read(ConfigMap(key, "nonsense")));
    }

    [Fact]
    public void An_object_that_goes_to_another_owner_or_away_is_no_more_the_first_owners()
    {
        var manifest = Manifest.Parse("Manifest", """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"dev"}}""", [], out _)!;
        var (mine, others) = (Applied(manifest), Applied(manifest, s_owner with { LogicalId = "Other" }));
        var key = DeclaredIndex.Key(manifest.Address, s_owner);

        Assert.Null(Changes(manifest, mine, null)[key]);
        Assert.Null(Changes(manifest, mine, others)[key]);
        Assert.NotNull(Changes(manifest, mine, others)[DeclaredIndex.Key(manifest.Address, s_owner with { LogicalId = "Other" })]);
        Assert.NotNull(Changes(manifest, mine, mine)[key]);
    }

    private static IReadOnlyDictionary<string, string?> Changes(Manifest manifest, JsonObject? before, JsonObject? after) =>
        DeclaredIndex.Changes(HistoryChange.OfObject.Of(manifest.Address, before, after))!;

    private static JsonObject ConfigMap(string key, string text) => new() { ["data"] = new JsonObject { [key] = text } };

    private static JsonObject Applied(Manifest manifest, Owner? owner = null) =>
        Assert.IsType<ObjectDecision.Apply>(ObjectOwnership.Declare(null, manifest, owner ?? s_owner, OnConflict.Fail, null)).Body;
}
