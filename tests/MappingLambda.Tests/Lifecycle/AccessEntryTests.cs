using System.Text.Json.Nodes;

namespace EksIamCdk.MappingLambda.Tests.Lifecycle;

/// <summary>Custom::EksAccessEntry: the table of ownership, with what EKS answers.</summary>
public sealed class AccessEntryTests : IAsyncLifetime
{
    private const string Role = Events.RoleArn;
    private const string Id = "entry|demo|" + Role;
    private const string View = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    private const string Edit = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy";
    private const string Devs = $$"""{"KubernetesGroups": ["devs"], "AccessPolicies": [{"PolicyArn": "{{View}}", "AccessScope": {"Type": "namespace", "Namespaces": ["dev-*"]} }]}""";
    private const string Ops = """{"Username": "ops:{{SessionName}}", "KubernetesGroups": ["ops"]}""";

    private World _world = null!;

    private FakeAccessEntries Eks => _world.Aws.AccessEntries;

    public async Task InitializeAsync() => _world = await World.StartAsync();

    public async Task DisposeAsync() => await _world.DisposeAsync();

    [Fact]
    public async Task An_entry_is_made_with_its_owner_and_deleted_again()
    {
        var made = await SendAsync(Create(Devs));
        var entry = Eks.Entries[Role];
        var again = await SendAsync(Create(Devs));
        var writes = Eks.Writes.ToList();
        var deleted = await SendAsync(Delete(Devs));

        AssertDone(made, again, deleted);
        Assert.Equal(
            (Role, (string?)entry["accessEntryArn"], "arn:aws:sts::111122223333:assumed-role/Dev/{{SessionName}}", "STANDARD"),
            (made.Data("PrincipalArn"), made.Data("AccessEntryArn"), made.Data("Username"), made.Data("Type")));
        Assert.Equal((World.StackId, "Dev"), ((string?)entry["tags"]!["eks-iam-cdk:owner"], (string?)entry["tags"]!["eks-iam-cdk:logical-id"]));
        Assert.Equal(["POST access-entries", "POST access-policies"], writes);
        Assert.Empty(Eks.Entries);
    }

    [Fact]
    public async Task An_entry_of_nobody_is_in_the_way_and_the_reason_says_how_to_adopt()
    {
        Put();
        var before = Eks.Shown(Role);

        var told = await SendAsync(Create(Ops));
        var deleted = await SendAsync(Delete(Ops));

        AssertFailed(told, "040", "exists already", "Set OnConflict to Adopt");
        AssertDone(deleted);
        Assert.Equal(before, Eks.Shown(Role));
    }

    [Fact]
    public async Task An_adopted_entry_is_put_back_as_it_was()
    {
        Put();
        var before = Eks.Shown(Role);

        var adopted = await SendAsync(Create(Adopt(Ops)));
        var while_ = Eks.Shown(Role);
        var updated = await SendAsync(Update(Adopt(Ops), Adopt(Devs)));
        var back = await SendAsync(Update(Adopt(Devs), Adopt(Ops)));
        var after = Eks.Shown(Role);
        var deleted = await SendAsync(Delete(Adopt(Ops)));

        AssertDone(adopted, updated, back, deleted);
        Assert.Contains("\"ops\"", while_, StringComparison.Ordinal);
        Assert.Contains("cost-center", while_, StringComparison.Ordinal);
        Assert.DoesNotContain(Edit, while_, StringComparison.Ordinal);
        Assert.Equal(Sorted(while_), Sorted(after));
        Assert.Equal(before, Eks.Shown(Role));
    }

    [Fact]
    public async Task An_entry_of_another_stack_is_left_alone()
    {
        await SendAsync(Events.Create(Events.AccessEntry(_world, Devs), Events.AccessEntryType, "Theirs", "arn:aws:cloudformation:eu-central-1:111122223333:stack/theirs/1"));
        var before = Eks.Shown(Role);

        var told = await SendAsync(Create(Adopt(Ops)));
        var deleted = await SendAsync(Delete(Adopt(Ops)));

        AssertFailed(told, "040", "Theirs of stack theirs");
        AssertDone(deleted);
        Assert.Equal(before, Eks.Shown(Role));
    }

    [Fact]
    public async Task A_renamed_logical_id_takes_over_and_gives_back()
    {
        await SendAsync(Create(Devs));
        var before = Eks.Shown(Role);
        var taken = await SendAsync(Create(Ops, "New"));
        var oldDeleted = await SendAsync(Delete(Devs));
        var still = Eks.Shown(Role);
        await SendAsync(Create(Devs));
        var givenBack = await SendAsync(Delete(Devs));

        AssertDone(taken, oldDeleted, givenBack);
        Assert.Contains("\"ops\"", still, StringComparison.Ordinal);
        Assert.DoesNotContain("previous-1\":\"1", still, StringComparison.Ordinal);
        Assert.Equal(Sorted(still), Sorted(Eks.Shown(Role)));
        Assert.NotEqual(before, still);
        AssertDone(await SendAsync(Delete(Ops, "New")));
        Assert.Empty(Eks.Entries);
    }

    [Fact]
    public async Task Lost_tags_are_written_again_and_an_entry_without_them_is_known_by_what_it_says()
    {
        await SendAsync(Create(Devs));
        Eks.Entries[Role]["tags"] = new JsonObject();
        var updated = await SendAsync(Update(Devs, Ops));
        Eks.Entries[Role]["tags"] = new JsonObject();
        var deleted = await SendAsync(Delete(Ops));

        AssertDone(updated, deleted);
        Assert.Empty(Eks.Entries);
    }

    [Fact]
    public async Task A_made_up_id_goes_by_the_owner()
    {
        await SendAsync(Create(Devs));

        var deleted = await SendAsync(Events.Delete("demo-Dev-ABCDEFGHIJKL", Events.AccessEntry(_world, Devs), Events.AccessEntryType));

        Assert.Equal("SUCCESS", deleted.Status);
        Assert.Empty(Eks.Entries);
    }

    [Fact]
    public async Task Another_principal_is_a_replacement()
    {
        await SendAsync(Create(Devs));

        var moved = await SendAsync(Events.Update(
            Id, Events.AccessEntry(_world, Devs), Events.AccessEntry(_world, Devs, Role + "2"), Events.AccessEntryType));
        await SendAsync(Delete(Devs));

        Assert.Equal(("SUCCESS", Id + "2"), (moved.Status, moved.PhysicalResourceId));
        Assert.Equal([Role + "2"], Eks.Entries.Keys);
    }

    [Fact]
    public async Task A_dead_entry_is_made_anew_with_its_tags_and_its_past()
    {
        Put();
        await SendAsync(Create(Adopt(Ops)));
        var (arn, before) = ((string?)Eks.Entries[Role]["accessEntryArn"], Eks.Shown(Role));
        Eks.RoleCreated = DateTimeOffset.UtcNow.AddMinutes(1);
        // What is made now is younger than the role, as it would be.
        var updated = SendAsync(Update(Adopt(Ops), Adopt(Ops)));
        while (Eks.Entries.TryGetValue(Role, out var entry) && (string?)entry["accessEntryArn"] == arn)
            await Task.Delay(5);
        Eks.RoleCreated = DateTimeOffset.UnixEpoch;
        foreach (var entry in Eks.Entries.Values)
            entry["createdAt"] = DateTimeOffset.UtcNow.AddMinutes(2).ToUnixTimeSeconds();

        AssertDone(await updated);
        Assert.Equal(Sorted(before), Sorted(Eks.Shown(Role)));
    }

    [Fact]
    public async Task An_entry_that_cannot_be_made_anew_is_put_back()
    {
        await SendAsync(Create(Ops));
        var before = Eks.Shown(Role);
        Eks.Refuse("POST access-entries", 400, "InvalidRequestException");

        var told = await SendAsync(Update(Ops, """{"Type": "EC2_LINUX"}"""));

        AssertFailed(told, "043", "eks:CreateAccessEntry", "EKS says InvalidRequestException.");
        Assert.Equal(Sorted(before), Sorted(Eks.Shown(Role)));
    }

    [Theory]
    [InlineData("POST access-entries", 429, "TooManyRequestsException")]
    [InlineData("POST access-entries", 500, "ServerException")]
    [InlineData("POST access-entries", 409, "ResourceInUseException")]
    [InlineData("POST access-entries", 400, "InvalidParameterException")]
    [InlineData("POST access-entries", 403, "AccessDeniedException")]
    [InlineData("POST access-policies", 404, "ResourceNotFoundException")]
    [InlineData("POST access-policies", 500, "ServerException")]
    [InlineData("GET access-entries", 503, "ServiceUnavailableException")]
    public async Task What_may_pass_is_tried_again(string call, int status, string code)
    {
        Eks.Refuse(call, status, code, times: 2);

        AssertDone(await SendAsync(Create(Devs)));
        Assert.Contains(View, Eks.Shown(Role), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("POST access-entries", 400, "InvalidRequestException", "043", "EKS refused eks:CreateAccessEntry for the access entry of " + Role + " in cluster demo")]
    [InlineData("POST access-entries", 400, "InvalidParameterException", "043", "Give the ARN of a role or user that exists")]
    [InlineData("POST access-entries", 404, "ResourceNotFoundException", "020", "knows no cluster demo")]
    [InlineData("POST access-entries", 403, "AccessDeniedException", "023", "Allow eks:CreateAccessEntry on the access entry of " + Role)]
    [InlineData("POST access-entries", 500, "ServerException", "090", "eks:CreateAccessEntry")]
    [InlineData("POST access-entries", 429, "TooManyRequestsException", "090", "eks:CreateAccessEntry")]
    [InlineData("POST access-entries", 409, "ResourceInUseException", "090", "eks:CreateAccessEntry")]
    public async Task What_does_not_pass_is_told_and_nothing_is_left(string call, int status, string code, string error, string named)
    {
        _world.Time = TimeSpan.FromSeconds(8);
        Eks.Refuse(call, status, code, times: 200);

        var told = await SendAsync(Create(Devs));

        AssertFailed(told, error, named);
        Assert.Empty(Eks.Entries);
    }

    [Fact]
    public async Task A_failure_in_the_middle_of_an_adoption_is_put_back_by_the_Delete_that_follows()
    {
        Put();
        var before = Eks.Shown(Role);
        Eks.Refuse("POST access-policies", 400, "InvalidRequestException");

        var told = await SendAsync(Create(Adopt(Devs)));
        AssertDone(await SendAsync(Delete(Adopt(Devs))));

        AssertFailed(told, "043", "eks:AssociateAccessPolicy");
        Assert.Equal(before, Eks.Shown(Role));
    }

    [Fact]
    public async Task An_entry_of_another_type_is_not_adopted()
    {
        Eks.Put(Role, "EC2_LINUX", "system:node:{{EC2PrivateDNSName}}", ["system:nodes"]);

        AssertFailed(await SendAsync(Create(Adopt(Ops))), "040", "is of type EC2_LINUX");
    }

    [Fact]
    public async Task Every_property_that_EKS_would_refuse_is_named_before_it_is_asked()
    {
        var told = await SendAsync(Events.Create(
            Events.AccessEntry(
                _world,
                $$$"""
                {"Type": "STANDART", "Username": "system:admin", "KubernetesGroups": ["system:masters"], "Groups": ["devs"],
                 "AccessPolicies": [{"PolicyArn": "AmazonEKSViewPolicy", "AccessScope": {"Type": "cluster"}}, {"PolicyArn": "{{{View}}}"},
                   {"PolicyArn": "{{{View}}}", "AccessScope": {"Type": "namespace"}}]}
                """,
                "arn:aws:iam::111122223333:role/aws-service-role/eks.amazonaws.com/AWSServiceRoleForAmazonEKS"),
            Events.AccessEntryType));

        AssertFailed(
            told, "010", "PrincipalArn: got", "service-linked", "Type: got \"STANDART\"", "Username: got \"system:admin\"", "AmazonEKSClusterAdminPolicy",
            "Groups: got \"an unknown property", "AccessPolicies[0].PolicyArn: got \"AmazonEKSViewPolicy\"", "AccessPolicies[1].AccessScope: missing",
            "AccessPolicies[2].PolicyArn: got", "each policy once", "AccessPolicies[2].AccessScope.Namespaces: missing");
        Assert.Empty(_world.Aws.Calls);
    }

    private void Put() => Eks.Put(Role, "STANDARD", "by-hand", ["admins", "devs"], [("cost-center", "42")], Edit);

    private JsonObject Create(string properties, string logicalId = "Dev") =>
        Events.Create(Events.AccessEntry(_world, properties), Events.AccessEntryType, logicalId);

    private JsonObject Update(string before, string properties) =>
        Events.Update(Id, Events.AccessEntry(_world, before), Events.AccessEntry(_world, properties), Events.AccessEntryType);

    private JsonObject Delete(string properties, string logicalId = "Dev") =>
        Events.Delete(Id, Events.AccessEntry(_world, properties), Events.AccessEntryType, logicalId);

    private Task<Told> SendAsync(JsonObject request) => _world.SendAsync(request);

    private static string Adopt(string properties) => JsonNode.Parse(properties)!.AsObject().With("OnConflict", "Adopt").ToJsonString();

    private static string Sorted(string json) => string.Concat(json.Order());

    private static void AssertDone(params IEnumerable<Told> all) => Assert.All(all, told => Assert.Equal(("SUCCESS", Id, ""), (told.Status, told.PhysicalResourceId, told.Reason)));

    private static void AssertFailed(Told told, string code, params IEnumerable<string> named)
    {
        Assert.Equal("FAILED", told.Status);
        Assert.All(named, words => Assert.Contains(words, told.Reason, StringComparison.Ordinal));
        Assert.EndsWith($"[EKSIAM{code}]", told.Reason, StringComparison.Ordinal);
    }
}
