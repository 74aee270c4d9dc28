using System.Text.Json.Nodes;
using EksIamCdk.EndToEnd.Tests.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.Flow;

/// <summary>The life of one entry of aws-auth on a real cluster: every byte that is not ours stays, and goes back.</summary>
public sealed class AwsAuthEntryFlowTests(KubeApiServerFixture server) : FlowTest(server)
{
    private const string DevArn = "arn:aws:iam::111122223333:role/Dev";
    private const string Dev = $$"""{"RoleArn": "{{DevArn}}", "Username": "dev", "Groups": ["team-a", "viewers"]}""";
    private const string DevAdopting = $$"""{"RoleArn": "{{DevArn}}", "Username": "dev", "Groups": ["team-a"], "OnConflict": "Adopt"}""";
    private const string Ops = """{"RoleArn": "arn:aws:iam::111122223333:role/Ops", "Username": "ops", "Groups": ["system:masters"]}""";

    private const string Nodes = """
        # nodes first, then people
        - rolearn: arn:aws:iam::111122223333:role/nodes
          username: system:node:{{EC2PrivateDNSName}}
          groups:
            - system:bootstrappers
            - 'system:nodes'   # needed

        """;

    public static TheoryData<string?> Sections =>
    [
        Nodes,
        Nodes.Replace("\n", "\r\n", StringComparison.Ordinal),
        "   - rolearn: \"arn:aws:iam::111122223333:role/nodes\"\n     groups: [system:nodes]\n     username: n\n     note: keep me\n"
            + "# the end, without a line break",
        """[{"rolearn":"arn:aws:iam::111122223333:role/nodes","username":"n","groups":["system:nodes"]}]""",
        "[]\n",
        "",
        null,
    ];

    [Theory]
    [MemberData(nameof(Sections))]
    public async Task An_entry_comes_and_goes_without_another_byte_changing(string? section)
    {
        var since = await GivenAwsAuthAsync(section, "- userarn: arn:aws:iam::111122223333:user/root-of-all\n  username: root\n");
        var before = await AwsAuthAsync();
        var entry = Entry("Dev");

        var created = (await entry.CreateAsync(Dev)).Success();
        var during = await MapRolesAsync();
        (await entry.DeleteAsync(Dev)).Success();

        Assert.Equal($"aws-auth|{KubeApiServerFixture.ClusterArn}|role|{DevArn.ToLowerInvariant()}", created.PhysicalResourceId);
        Assert.Equal(DevArn, (string?)created.Data["Arn"]);
        Assert.Equal("dev", (string?)created.Data["Username"]);
        Assert.Equal("team-a,viewers", (string?)created.Data["Groups"]);
        Assert.Contains(DevArn, during, StringComparison.Ordinal);
        var after = await AwsAuthAsync();
        Assert.Equal(before.Body["data"]!.ToJsonString(), after.Body["data"]!.ToJsonString());
        Assert.Equal(WithoutBookkeeping(before.Body["metadata"]!), WithoutBookkeeping(after.Body["metadata"]!));
        if (section is { Length: > 3 })
            Assert.All(await HistoryAsync(since), text => Assert.True(IsOneInsertion(section, text), text));
    }

    [Fact]
    public async Task A_ConfigMap_that_was_missing_comes_with_the_first_entry_and_goes_with_the_last()
    {
        (await Entry("Dev").CreateAsync(Dev)).Success();
        (await Entry("Ops").CreateAsync(Ops)).Success();

        (await Entry("Dev").DeleteAsync(Dev, PhysicalIdOf("dev"))).Success();
        Assert.Contains("role/Ops", await MapRolesAsync(), StringComparison.Ordinal);
        (await Entry("Ops").DeleteAsync(Ops, PhysicalIdOf("ops"))).Success();

        (await AwsAuthAsync()).ExpectRefusal(404, "NotFound");
    }

    [Fact]
    public async Task A_foreign_entry_is_not_touched_without_being_asked_to_adopt_it()
    {
        await GivenAwsAuthAsync(Nodes + $"- rolearn: {DevArn}\n  username: by-hand\n");
        var before = await AwsAuthAsync();
        var entry = Entry("Dev");

        var failed = (await entry.CreateAsync(Dev)).Failed("EKSIAM031");
        (await entry.DeleteAsync(Dev)).Success();

        Assert.Contains("Adopt", failed.Reason, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(before.Body, (await AwsAuthAsync()).Body));
    }

    [Fact]
    public async Task Adopted_entries_are_put_back_to_the_byte_shadowed_ones_too()
    {
        var original = $"- rolearn: {DevArn} # the first\n  username: shadowed\n"
            + Nodes
            + $"- {{rolearn: '{DevArn.ToLowerInvariant()}', username: by-hand, note: x}}\n";
        await GivenAwsAuthAsync(original);
        var entry = Entry("Dev");

        (await entry.CreateAsync(DevAdopting)).Success();
        var during = await MapRolesAsync();
        (await entry.DeleteAsync(DevAdopting)).Success();

        Assert.DoesNotContain("shadowed", during, StringComparison.Ordinal);
        Assert.DoesNotContain("by-hand", during, StringComparison.Ordinal);
        Assert.Contains("team-a", during, StringComparison.Ordinal);
        Assert.Equal(original, await MapRolesAsync());
    }

    [Fact]
    public async Task An_update_that_is_rolled_back_leaves_the_bytes_of_before()
    {
        await GivenAwsAuthAsync(Nodes);
        var entry = Entry("Dev");
        (await entry.CreateAsync(Dev)).Success();
        var created = await MapRolesAsync();
        var changed = Dev.Replace("viewers", "editors", StringComparison.Ordinal);

        (await entry.UpdateAsync(changed, Dev)).Success();
        var updated = await MapRolesAsync();
        (await entry.UpdateAsync(Dev, changed)).Success();

        Assert.Contains("editors", updated, StringComparison.Ordinal);
        Assert.Equal(created, await MapRolesAsync());
        Assert.Equal(PhysicalIdOf("dev"), entry.PhysicalId);
    }

    [Fact]
    public async Task Another_role_is_a_replacement_and_its_rollback_is_exact()
    {
        await GivenAwsAuthAsync(Nodes);
        var entry = Entry("Person");
        (await entry.CreateAsync(Dev)).Success();
        var created = await MapRolesAsync();

        var replaced = (await entry.UpdateAsync(Ops, Dev)).Success();
        var both = await MapRolesAsync();
        var back = (await entry.UpdateAsync(Dev, Ops)).Success();
        (await entry.DeleteAsync(Ops, replaced.PhysicalResourceId)).Success();

        Assert.Equal(PhysicalIdOf("ops"), replaced.PhysicalResourceId);
        Assert.Contains(DevArn, both, StringComparison.Ordinal);
        Assert.Equal(PhysicalIdOf("dev"), back.PhysicalResourceId);
        Assert.Equal(created, await MapRolesAsync());
    }

    [Fact]
    public async Task A_renamed_logical_id_takes_the_entry_over_and_the_old_delete_removes_nothing()
    {
        await GivenAwsAuthAsync(Nodes);
        var (old, renamed) = (Entry("Old"), Entry("Renamed"));
        (await old.CreateAsync(Dev)).Success();

        (await renamed.CreateAsync(Dev)).Success();
        (await old.DeleteAsync(Dev)).Success();
        Assert.Contains(DevArn, await MapRolesAsync(), StringComparison.Ordinal);
        (await renamed.DeleteAsync(Dev)).Success();

        Assert.Equal(Nodes, await MapRolesAsync());
    }

    [Fact]
    public async Task A_renamed_logical_id_that_is_rolled_back_gives_the_entry_back()
    {
        await GivenAwsAuthAsync(Nodes);
        var (old, renamed) = (Entry("Old"), Entry("Renamed"));
        (await old.CreateAsync(Dev)).Success();
        var before = await AwsAuthAsync();

        (await renamed.CreateAsync(Dev.Replace("viewers", "editors", StringComparison.Ordinal))).Success();
        (await renamed.DeleteAsync(Dev)).Success();

        var after = await AwsAuthAsync();
        Assert.Equal(before.Body["data"]!.ToJsonString(), after.Body["data"]!.ToJsonString());
        Assert.Equal(before.Body["metadata"]!["annotations"]!.ToJsonString(), after.Body["metadata"]!["annotations"]!.ToJsonString());
        (await old.DeleteAsync(Dev)).Success();
        Assert.Equal(Nodes, await MapRolesAsync());
    }

    [Fact]
    public async Task An_entry_of_another_stack_is_refused_with_its_name_and_stays()
    {
        await GivenAwsAuthAsync(Nodes);
        (await Entry("Dev", "first").CreateAsync(Dev)).Success();
        var before = await AwsAuthAsync();
        var other = Entry("Mine", "second");

        var failed = (await other.CreateAsync(DevAdopting)).Failed("EKSIAM031");
        (await other.DeleteAsync(DevAdopting)).Success();

        Assert.Contains("stack/first/", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("Dev", failed.Reason, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(before.Body, (await AwsAuthAsync()).Body));
    }

    [Theory]
    [InlineData("- rolearn: a\n  username: {{X}}\n")]
    [InlineData("- rolearn: a\n---\n- rolearn: b\n")]
    public async Task A_section_that_cannot_be_edited_without_loss_is_never_written(string section)
    {
        await GivenAwsAuthAsync(section);
        var before = await AwsAuthAsync();
        var entry = Entry("Dev");

        var failed = (await entry.CreateAsync(Dev)).Failed("EKSIAM030");
        (await entry.DeleteAsync(Dev)).Success();

        Assert.Contains("line", failed.Reason, StringComparison.OrdinalIgnoreCase);
        Assert.True(JsonNode.DeepEquals(before.Body, (await AwsAuthAsync()).Body));
    }

    [Fact]
    public async Task Claims_that_somebody_lost_are_found_again_by_the_text()
    {
        await GivenAwsAuthAsync(Nodes);
        var entry = Entry("Dev");
        (await entry.CreateAsync(Dev)).Success();
        var live = (await AwsAuthAsync()).Body;
        live["metadata"]!.AsObject().Remove("annotations");
        (await Admin.ReplaceAsync("/api/v1/namespaces/kube-system/configmaps/aws-auth", live.ToJsonString())).Expect(200);

        (await entry.UpdateAsync(Dev, Dev)).Success();
        Assert.NotNull((await AwsAuthAsync()).Body["metadata"]!["annotations"]?["eks-iam-cdk/claims"]);
        (await entry.DeleteAsync(Dev)).Success();

        Assert.Equal(Nodes, await MapRolesAsync());
    }

    [Fact]
    public async Task A_delete_with_a_made_up_physical_id_looks_by_owner()
    {
        await GivenAwsAuthAsync(Nodes);
        var (mine, never) = (Entry("Dev"), Entry("Never"));
        (await mine.CreateAsync(Dev)).Success();
        var with = await MapRolesAsync();

        (await never.DeleteAsync(Dev, "access-Never-1ABCDEFGHIJKL")).Success();
        Assert.Equal(with, await MapRolesAsync());
        (await mine.DeleteAsync(Dev, "access-Dev-1ABCDEFGHIJKL")).Success();

        Assert.Equal(Nodes, await MapRolesAsync());
    }

    [Fact]
    public async Task Wrong_properties_are_all_told_at_once_and_nothing_is_written()
    {
        await GivenAwsAuthAsync(Nodes);
        var before = await AwsAuthAsync();
        var wrong = """{"RoleArn": "arn:aws:sts::111122223333:assumed-role/Dev/me", "Username": "", "Grups": ["a"]}""";
        var entry = Entry("Dev");

        var failed = (await entry.CreateAsync(wrong)).Failed("EKSIAM010");
        (await entry.DeleteAsync(wrong)).Success();

        Assert.Contains(DevArn, failed.Reason, StringComparison.Ordinal);
        Assert.Contains("Username", failed.Reason, StringComparison.Ordinal);
        Assert.Contains("Grups", failed.Reason, StringComparison.Ordinal);
        Assert.True(JsonNode.DeepEquals(before.Body, (await AwsAuthAsync()).Body));
    }

    private static string PhysicalIdOf(string role) => $"aws-auth|{KubeApiServerFixture.ClusterArn}|role|arn:aws:iam::111122223333:role/{role}";

    /// <summary>What people wrote: without what the API server counts and remembers.</summary>
    private static string WithoutBookkeeping(JsonNode metadata)
    {
        var copy = metadata.DeepClone().AsObject();
        copy.Remove("resourceVersion");
        copy.Remove("managedFields");
        return copy.ToJsonString();
    }

    /// <summary>Whether a text is the one of before with something put in at one place, or the same.</summary>
    private static bool IsOneInsertion(string before, string text)
    {
        var start = before.Zip(text).TakeWhile(pair => pair.First == pair.Second).Count();
        return text.Length >= before.Length && text.EndsWith(before[start..], StringComparison.Ordinal);
    }
}
