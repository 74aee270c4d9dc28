using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Tests.Ownership;

public sealed class DeclaredManifestTests
{
    private static readonly Owner s_me = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/team/0001", "Mine");

    [Fact]
    public void A_manifest_is_kept_as_it_was_declared()
    {
        var manifest = Parsed("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"dev"},"data":{"k":"<ü> 'x'"}}""");

        Assert.Equal("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"dev"},"data":{"k":"<ü> 'x'"}}""", DeclaredManifest.Write(manifest));
    }

    [Fact]
    public void No_value_of_a_Secret_is_kept_but_each_is_known_again()
    {
        var manifest = Parsed("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"a","namespace":"dev"},"data":{"one":"czNjcjN0"},"stringData":{"two":"pass word"}}""");

        var text = DeclaredManifest.Write(manifest)!;

        Assert.DoesNotContain("czNjcjN0", text, StringComparison.Ordinal);
        Assert.DoesNotContain(Convert.ToBase64String("pass word"u8), text, StringComparison.Ordinal);
        var declared = DeclaredManifest.Read(text)!["data"]!;
        Assert.True(DeclaredManifest.IsHashed(declared["one"]));
        Assert.True(DeclaredManifest.HasHash("czNjcjN0", declared["one"]!));
        Assert.True(DeclaredManifest.HasHash(Convert.ToBase64String("pass word"u8), declared["two"]!));
        Assert.False(DeclaredManifest.HasHash("b3RoZXI=", declared["one"]!));
    }

    [Fact]
    public void The_values_of_a_long_ConfigMap_are_kept_by_their_hashes()
    {
        var manifest = Parsed($$$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"dev"},"data":{"long":"{{{new string('x', 40_000)}}}"} }""");

        var declared = DeclaredManifest.Read(DeclaredManifest.Write(manifest)!)!;

        Assert.True(DeclaredManifest.HasHash(new string('x', 40_000), declared["data"]!["long"]!));
    }

    [Fact]
    public void A_manifest_that_is_too_long_is_not_kept_and_is_applied_all_the_same()
    {
        var labels = string.Join(',', Enumerable.Range(0, 2_000).Select(i => $"\"label-{i}\":\"value-of-{i}\""));
        var manifest = Parsed($$$"""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a","labels":{ {{{labels}}} } } }""");

        Assert.Null(DeclaredManifest.Write(manifest));
        Assert.IsType<ObjectDecision.Apply>(ObjectOwnership.Declare(null, manifest, s_me, OnConflict.Fail, null));
    }

    [Fact]
    public void It_gives_way_where_the_annotations_of_others_leave_no_room()
    {
        var manifest = Parsed("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}""");
        var live = (JsonObject)JsonNode.Parse($$$"""
            {"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a","uid":"1","resourceVersion":"2","annotations":{"theirs":"{{{new string('x', 261_950)}}}"} } }
            """)!;

        var apply = Assert.IsType<ObjectDecision.Apply>(ObjectOwnership.Declare(live, manifest, s_me, OnConflict.Adopt, null));

        var annotations = apply.Body["metadata"]!["annotations"]!.AsObject();
        Assert.NotNull(annotations[ObjectAnnotations.Owner]);
        Assert.Null(annotations[ObjectAnnotations.Declared]);
    }

    private static Manifest Parsed(string json) => Manifest.Parse("Manifest", json, new ProblemList(), out _)!;
}
