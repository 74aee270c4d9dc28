using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

/// <summary>What somebody may try who writes a template, or the ConfigMap. The page docs/threat-model.md lists them.</summary>
public sealed class AttackTests : IAsyncLifetime
{
    private const string Block = "- rolearn: arn:aws:iam::111122223333:role/nodes\n  username: system:node:{{EC2PrivateDNSName}}\n  groups: [system:nodes]\n";
    private const string Flow = "[{\"rolearn\":\"arn:aws:iam::111122223333:role/nodes\",\"username\":\"n\",\"groups\":[]}]";
    private const string Dangling = "- username: &n x\n  rolearn: arn:aws:iam::111122223333:role/nodes";

    private World _world = null!;

    public static TheoryData<string> Crafted =>
    [
        "x\n- rolearn: arn:aws:iam::999999999999:role/Evil",
        "x\r\n  groups: [system:masters]",
        "x\u2028- rolearn: arn:aws:iam::999999999999:role/Evil",
        "x\u2029  groups: [system:masters]",
        "x\u0085- rolearn: arn:aws:iam::999999999999:role/Evil",
        "x\", \"groups\": [\"system:masters\"], \"z\": \"",
        "x', groups: [system:masters], z: '",
        "x}, {rolearn: arn:aws:iam::999999999999:role/Evil",
        "x # groups: []",
        "x: {a: b}",
        "*n",
        "&n x",
        "!!binary eA==",
        "| x",
        "--- x",
        "... x",
        "%TAG ! x",
        "? x",
        "- x",
        "<<",
        "null",
        "true",
        "0x10",
        "1_000",
        "2001-01-01",
        "\\n- x",
        "\uFEFFx",
        "\ud83d\ude00",
        "\ud83d",
        "{{SessionName}}",
        " x ",
        "\t",
    ];

    public async Task InitializeAsync() => _world = await World.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Theory]
    [MemberData(nameof(Crafted))]
    public async Task A_crafted_username_or_group_is_refused_or_read_as_exactly_that_text(string text)
    {
        foreach (var section in new[] { Block, Flow, Dangling })
        {
            PutMap(section);
            var entry = Events.Entry(_world, username: text, groups: text);
            var told = await _world.SendAsync(Events.Create(entry));
            if (told.Status == "FAILED")
            {
                Assert.Contains("[EKSIAM010]", told.Reason, StringComparison.Ordinal);
                Assert.Equal(section, _world.AwsAuth("mapRoles"));
                continue;
            }

            var (before, after) = (Read(section), Read(_world.AwsAuth("mapRoles")));
            Assert.Equal(before.Count + 1, after.Count);
            Assert.Equal((Events.RoleArn, text, text), (after[^1].Id, after[^1].Username, Assert.Single(after[^1].Groups)));
            Assert.Equal("SUCCESS", (await _world.SendAsync(Events.Delete(told.PhysicalResourceId, entry))).Status);
            Assert.Equal(section, _world.AwsAuth("mapRoles"));
        }
    }

    [Theory]
    [InlineData("arn:aws:iam::111122223333:role/x\n- rolearn: arn:aws:iam::999999999999:role/Evil")]
    [InlineData("arn:aws:iam::111122223333:role/x\", \"groups\": [\"system:masters\"]")]
    [InlineData("arn:aws:iam::111122223333:role/x #")]
    [InlineData("arn:aws:iam::111122223333:role/x: y")]
    [InlineData("arn:aws:iam::111122223333:role/p\u0085/x")]
    public async Task A_crafted_ARN_is_refused(string arn)
    {
        PutMap(Block);
        var told = await _world.SendAsync(Events.Create(Events.Entry(_world, arn)));
        Assert.Equal("FAILED", told.Status);
        Assert.Contains("[EKSIAM010]", told.Reason, StringComparison.Ordinal);
        Assert.Equal(Block, _world.AwsAuth("mapRoles"));
    }

    public static TheoryData<string> Bombs =>
    [
        new string('[', 200_000),
        new string('{', 200_000),
        string.Concat(Enumerable.Repeat("- ", 200_000)),
        string.Concat(Enumerable.Repeat("? ", 200_000)),
        string.Concat(Enumerable.Repeat("a: ", 100_000)),
        string.Concat(Enumerable.Range(0, 1000).Select(depth => $"{new string(' ', depth)}a:\n")),
        "a: &a [x,x,x,x,x,x,x,x,x]\n" + string.Concat(Enumerable.Range(0, 20).Select(n =>
            $"{(char)('b' + n)}: &{(char)('b' + n)} [*{(char)('a' + n)},*{(char)('a' + n)},*{(char)('a' + n)},*{(char)('a' + n)},*{(char)('a' + n)},*{(char)('a' + n)},*{(char)('a' + n)},*{(char)('a' + n)},*{(char)('a' + n)}]\n")),
        "- &a [" + string.Concat(Enumerable.Repeat("*a,", 100_000)) + "]",
        "- rolearn: " + new string('"', 300_001),
        "- rolearn: |\n" + string.Concat(Enumerable.Repeat("   x\n\n", 50_000)),
        string.Concat(Enumerable.Repeat("- {}\n", 100_000)),
        string.Concat(Enumerable.Repeat("#\n", 300_000)),
        new string('\t', 300_000),
        string.Concat(Enumerable.Repeat("!a ", 100_000)),
        string.Concat(Enumerable.Repeat("---\n", 100_000)),
    ];

    [Theory]
    [MemberData(nameof(Bombs))]
    public async Task A_map_that_is_made_to_exhaust_a_reader_is_answered_and_stays_as_it_was_or_grows_by_one_entry(string map)
    {
        PutMap(map);
        var told = await _world.SendAsync(Events.Create(Events.Entry(_world)));
        if (told.Status == "FAILED")
            Assert.Equal(map, _world.AwsAuth("mapRoles"));
        else
            Assert.Equal(Read(map).Count + 1, Read(_world.AwsAuth("mapRoles")).Count);
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"aws-auth","namespace":"kube-system"},"data":{}}""", "042")]
    [InlineData("""{"apiVersion":"v1","kind":"List","items":[]}""", "042")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","kind":"Secret","metadata":{"name":"a","namespace":"b"}}""", "010")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"../secrets/x","namespace":"b"}}""", "010")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"..","namespace":"b"}}""", "010")]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"."}}""", "010")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":".."}}""", "010")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"b/../../kube-system"}}""", "010")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a%2Fb","namespace":"b"}}""", "010")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"b","annotations":{"eks-iam-cdk/owner":"x"}}}""", "010")]
    public async Task A_manifest_that_reaches_for_what_is_not_its_own_is_refused(string manifest, string code)
    {
        var told = await _world.SendAsync(Events.Create(Events.KubernetesObject(_world, manifest), Events.ObjectType));
        Assert.Equal("FAILED", told.Status);
        Assert.Contains($"[EKSIAM{code}]", told.Reason, StringComparison.Ordinal);
        Assert.DoesNotContain(_world.Kubernetes.Calls, call => !call.StartsWith("GET", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_manifest_that_nests_without_end_is_refused()
    {
        var manifest = $$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a","namespace":"b"},"data":{{string.Concat(Enumerable.Repeat("{\"a\":", 50_000))}}1{{new string('}', 50_000)}}}""";
        var told = await _world.SendAsync(Events.Create(Events.KubernetesObject(_world, manifest), Events.ObjectType));
        Assert.Equal("FAILED", told.Status);
        Assert.Contains("[EKSIAM010]", told.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_name_that_a_query_hides_in_is_the_name_of_one_object()
    {
        var manifest = """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"a?x=y#z","namespace":"b"}}""";
        await _world.SendAsync(Events.Create(Events.KubernetesObject(_world, manifest), Events.ObjectType));
        Assert.All(_world.Kubernetes.Calls, call => Assert.Contains("/configmaps/a?x=y#z", call, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_of_another_account_by_a_hub_neither_changes_nor_deletes_what_is_not_its_own()
    {
        const string Stranger = "arn:aws:cloudformation:eu-central-1:444455556666:stack/access/6a5f4c30-0000-11ee-be56-0242ac120002";
        PutMap(Block);
        var id = (await _world.SendAsync(Events.Create(Events.Entry(_world, groups: "devs")))).PhysicalResourceId;
        var map = _world.AwsAuth("mapRoles");
        var evil = Events.Entry(_world, groups: "system:masters");

        var created = await _world.SendAsync(Events.Create(evil, stackId: Stranger), ByHub);
        var updated = await _world.SendAsync(Events.Update(id, evil, evil).With("StackId", Stranger), ByHub);
        var deleted = await _world.SendAsync(Events.Delete(id, evil, stackId: Stranger), ByHub);

        Assert.Equal(("FAILED", "FAILED", "SUCCESS"), (created.Status, updated.Status, deleted.Status));
        Assert.Contains("stack access", created.Reason, StringComparison.Ordinal);
        Assert.Contains("[EKSIAM031]", created.Reason, StringComparison.Ordinal);
        Assert.Equal(map, _world.AwsAuth("mapRoles"));
    }

    private static JsonObject ByHub(JsonObject request) =>
        new() { ["Records"] = new JsonArray(new JsonObject { ["Sns"] = new JsonObject { ["Message"] = request.ToJsonString() } }) };

    private static IReadOnlyList<MappingEntry> Read(string text) =>
        [.. SectionReader.Read(Section.MapRoles, text).Entries.Select(inForce => inForce.Entry)];

    private void PutMap(string mapRoles) => _world.Kubernetes.Put(FakeKubernetes.AwsAuthPath, new JsonObject
    {
        ["apiVersion"] = "v1",
        ["kind"] = "ConfigMap",
        ["metadata"] = new JsonObject { ["name"] = "aws-auth", ["namespace"] = "kube-system" },
        ["data"] = new JsonObject { ["mapRoles"] = mapRoles },
    });
}
