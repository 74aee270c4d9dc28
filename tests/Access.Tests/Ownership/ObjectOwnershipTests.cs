using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Tests.Ownership;

/// <summary>The table of contract section 6, for objects, cell by cell.</summary>
public sealed class ObjectOwnershipTests
{
    private const string Stack = "arn:aws:cloudformation:eu-west-1:111122223333:stack/team/0001";
    private const string OtherStack = "arn:aws:cloudformation:eu-west-1:111122223333:stack/rival/0002";
    private static readonly Owner s_me = new(Stack, "Mine");
    private static readonly Owner s_sibling = new(Stack, "Renamed");
    private static readonly Owner s_rival = new(OtherStack, "Theirs");
    private static readonly Manifest s_wanted = ConfigMap("""{"a":"1","b":"2"}""");

    [Fact]
    public void Nothing_there_is_created_without_force_and_claimed()
    {
        var apply = Assert.IsType<ObjectDecision.Apply>(Declare(null, s_me));

        Assert.False(apply.Force);
        Assert.Equal(s_me, OwnerOf(apply.Body));
        Assert.Null(apply.Body["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public void My_own_converges_with_force_on_the_version_that_was_seen()
    {
        var live = Server.After(Declare(null, s_me));
        live["data"]!["a"] = "drifted";

        var apply = Assert.IsType<ObjectDecision.Apply>(Declare(live, s_me));

        Assert.True(apply.Force);
        Assert.Equal("7", (string?)apply.Body["metadata"]!["resourceVersion"]);
        Assert.Equal("1", (string?)apply.Body["data"]!["a"]);
    }

    [Fact]
    public void A_foreign_object_is_refused_saying_how_to_adopt_it()
    {
        var refusal = Assert.IsType<ObjectDecision.Refuse>(Declare(Server.Foreign("""{"a":"old"}"""), s_me));

        Assert.Equal(ErrorCode.ObjectOfAnother, refusal.Failure.Code);
        Assert.Contains("ConfigMap dev/settings", refusal.Failure.Reason, StringComparison.Ordinal);
        Assert.Contains("Adopt", refusal.Failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_adopted_object_comes_back_as_it_was_while_what_others_changed_since_stays()
    {
        var foreign = Server.Foreign("""{"a":"old","z":"theirs"}""");
        var live = Server.After(Declare(foreign, s_me, OnConflict.Adopt), foreign);
        Assert.Equal("1", (string?)live["data"]!["a"]);
        live["data"]!["new"] = "came later";

        var back = Assert.IsType<ObjectDecision.Replace>(Withdraw(live, s_me)).Body;

        Assert.Equal("""{"a":"old","z":"theirs","new":"came later"}""", back["data"]!.ToJsonString());
        Assert.Null(back["metadata"]!["annotations"]);
        Assert.Equal("7", (string?)back["metadata"]!["resourceVersion"]);
    }

    [Fact]
    public void A_field_that_an_update_covers_later_comes_back_too()
    {
        var foreign = Server.Foreign("""{"a":"old","late":"theirs"}""");
        var adopted = Server.After(Declare(foreign, s_me, OnConflict.Adopt), foreign);
        var updated = Server.After(ObjectOwnership.Declare(adopted, ConfigMap("""{"a":"3","late":"mine"}"""), s_me, OnConflict.Adopt, s_wanted), adopted);

        var back = Assert.IsType<ObjectDecision.Replace>(Withdraw(updated, s_me)).Body;

        Assert.Equal("""{"a":"old","late":"theirs"}""", back["data"]!.ToJsonString());
    }

    [Fact]
    public void A_field_that_an_update_covers_no_more_comes_back_with_that_update_unless_others_changed_it_since()
    {
        var less = ConfigMap("""{"a":"1"}""");
        var foreign = Server.Foreign("""{"a":"old","b":"theirs"}""");
        var adopted = Server.After(Declare(foreign, s_me, OnConflict.Adopt), foreign);

        var given = Assert.IsType<ObjectDecision.Replace>(ObjectOwnership.Declare(adopted, less, s_me, OnConflict.Adopt, s_wanted)).Body;

        Assert.Equal("""{"a":"1","b":"theirs"}""", given["data"]!.ToJsonString());
        Assert.IsType<ObjectDecision.Apply>(ObjectOwnership.Declare(given, less, s_me, OnConflict.Adopt, s_wanted));
        given["data"]!["b"] = "theirs, anew";
        Assert.Equal("""{"a":"old","b":"theirs, anew"}""", Assert.IsType<ObjectDecision.Replace>(Withdraw(given, s_me)).Body["data"]!.ToJsonString());

        adopted["data"]!["b"] = "changed";
        Assert.IsType<ObjectDecision.Apply>(ObjectOwnership.Declare(adopted, less, s_me, OnConflict.Adopt, s_wanted));
    }

    [Fact]
    public void An_object_of_another_stack_is_refused_naming_stack_and_logical_id_on_Create_and_left_on_Delete()
    {
        var live = Server.After(Declare(null, s_rival));

        var refusal = Assert.IsType<ObjectDecision.Refuse>(Declare(live, s_me, OnConflict.Adopt));

        Assert.Contains("Theirs of stack rival", refusal.Failure.Reason, StringComparison.Ordinal);
        Assert.IsType<ObjectDecision.Nothing>(Withdraw(live, s_me));
    }

    [Fact]
    public void A_renamed_logical_id_takes_over_and_the_old_one_deletes_nothing()
    {
        var first = Server.After(Declare(null, s_me));
        var live = Server.After(Declare(first, s_sibling), first);
        Assert.Equal(s_sibling, OwnerOf(live));

        var unlinked = Assert.IsType<ObjectDecision.Replace>(Withdraw(live, s_me)).Body;

        Assert.Equal(s_sibling, OwnerOf(unlinked));
        Assert.IsType<ObjectDecision.Delete>(Withdraw(unlinked, s_sibling));
    }

    [Fact]
    public void A_take_over_that_is_rolled_back_gives_the_object_to_its_first_owner_as_it_was()
    {
        var first = Server.After(Declare(null, s_me));
        var live = Server.After(ObjectOwnership.Declare(first, ConfigMap("""{"other":"x"}"""), s_sibling, OnConflict.Fail, null), first);

        var back = Assert.IsType<ObjectDecision.Replace>(Withdraw(live, s_sibling)).Body;

        Assert.Equal(first.ToJsonString(), back.ToJsonString());
    }

    [Fact]
    public void An_object_that_was_taken_over_and_taken_back_goes_with_its_first_owner()
    {
        var first = Server.After(Declare(null, s_me));
        var taken = Server.After(ObjectOwnership.Declare(first, ConfigMap("""{"other":"x"}"""), s_sibling, OnConflict.Fail, null), first);
        var again = Assert.IsType<ObjectDecision.Replace>(Declare(taken, s_me)).Body;
        Assert.Equal("""{"a":"1","b":"2"}""", again["data"]!.ToJsonString());
        var back = Server.After(Declare(again, s_me), again);

        var unlinked = Assert.IsType<ObjectDecision.Replace>(Withdraw(back, s_sibling)).Body;

        Assert.Equal(s_me, OwnerOf(unlinked));
        Assert.IsType<ObjectDecision.Delete>(Withdraw(unlinked, s_me));
    }

    [Fact]
    public void What_another_displaced_comes_back_first_when_the_object_is_taken_back()
    {
        var foreign = Server.Foreign("""{"a":"of others"}""");
        var adopted = Server.After(ObjectOwnership.Declare(foreign, ConfigMap("{}"), s_me, OnConflict.Adopt, null), foreign);
        var taken = Server.After(ObjectOwnership.Declare(adopted, ConfigMap("""{"a":"2","b":"3"}"""), s_sibling, OnConflict.Fail, null), adopted);

        var back = Assert.IsType<ObjectDecision.Replace>(ObjectOwnership.Declare(taken, ConfigMap("{}"), s_me, OnConflict.Fail, null)).Body;

        Assert.Equal("""{"a":"of others"}""", back["data"]!.ToJsonString());
        Assert.Equal(s_me, OwnerOf(back));
        var unlinked = Assert.IsType<ObjectDecision.Replace>(Withdraw(back, s_sibling)).Body;
        Assert.Equal("""{"a":"of others"}""", Assert.IsType<ObjectDecision.Replace>(Withdraw(unlinked, s_me)).Body["data"]!.ToJsonString());
    }

    [Fact]
    public void An_object_that_is_taken_over_to_declare_nothing_comes_back_whole_however_often_that_was_asked_for()
    {
        var first = Server.After(Declare(null, s_me));
        var taken = Server.After(ObjectOwnership.Declare(first, ConfigMap("{}"), s_sibling, OnConflict.Fail, null), first);
        taken.Remove("data");

        var again = Server.After(ObjectOwnership.Declare(taken, ConfigMap("{}"), s_sibling, OnConflict.Fail, null), taken);

        Assert.Equal("""{"a":"1","b":"2"}""", Assert.IsType<ObjectDecision.Replace>(Withdraw(again, s_sibling)).Body["data"]!.ToJsonString());
    }

    [Theory]
    [InlineData("""{"a":"1"}""", OnConflict.Fail)]
    [InlineData("""{"a":"other"}""", OnConflict.Adopt)]
    public void What_was_applied_before_the_annotations_were_lost_stays_where_it_is_declared_no_more(string data, OnConflict onConflict)
    {
        var unmarked = Unmarked();

        var first = Assert.IsType<ObjectDecision.Replace>(ObjectOwnership.Declare(unmarked, ConfigMap(data), s_me, onConflict, null)).Body;

        Assert.Equal(s_me, OwnerOf(first));
        Assert.Equal(unmarked["data"]!.ToJsonString(), first["data"]!.ToJsonString());
        Assert.Equal("""{"f:data":{".":{},"f:a":{}}}""", FieldsOf(first, "eks-iam-cdk"));
        Assert.Equal("""{"f:data":{"f:b":{},"f:z":{}},"f:secrets":{"k:{\u0022name\u0022:\u0022s\u0022}":{}}}""", FieldsOf(first, "before-first-apply"));
        Assert.IsType<ObjectDecision.Apply>(ObjectOwnership.Declare(first, ConfigMap(data), s_me, onConflict, null));
    }

    [Fact]
    public void What_was_retained_is_claimed_again_by_who_declares_it_and_goes_with_no_other()
    {
        var live = Server.After(Declare(null, s_me));
        live["metadata"]!["managedFields"] = JsonNode.Parse("""
            [{"manager": "eks-iam-cdk", "operation": "Apply", "apiVersion": "v1",
              "fieldsV1": {"f:data": {"f:a": {}, "f:b": {}}, "f:metadata": {"f:annotations": {"f:eks-iam-cdk/owner": {}}}}}]
            """);

        var kept = Assert.IsType<ObjectDecision.Replace>(ObjectOwnership.Withdraw(s_wanted.Address, live, s_me, s_wanted, retain: true)).Body;

        Assert.Null(FieldsOf(kept, "eks-iam-cdk"));
        Assert.Contains("f:b", FieldsOf(kept, "eks-iam-cdk-retained"), StringComparison.Ordinal);
        Assert.IsType<ObjectDecision.Nothing>(Withdraw(kept, s_rival));
        Assert.Equal(s_rival, OwnerOf(Assert.IsType<ObjectDecision.Apply>(Declare(kept, s_rival)).Body));
        Assert.IsType<ObjectDecision.Refuse>(ObjectOwnership.Declare(kept, ConfigMap("""{"a":"other"}"""), s_rival, OnConflict.Fail, null));
    }

    [Fact]
    public void What_an_update_gives_back_is_not_ours_to_take_away()
    {
        var foreign = Server.Foreign("""{"a":"of others","b":"2"}""");
        var live = Server.After(Declare(foreign, s_me, OnConflict.Adopt), foreign);
        live["metadata"]!["managedFields"] = JsonNode.Parse("""
            [{"manager": "eks-iam-cdk", "operation": "Apply", "apiVersion": "v1",
              "fieldsV1": {"f:data": {"f:a": {}, "f:b": {}}, "f:metadata": {"f:annotations": {"f:eks-iam-cdk/owner": {}}}}}]
            """);

        var given = Assert.IsType<ObjectDecision.Replace>(ObjectOwnership.Declare(live, ConfigMap("{}"), s_me, OnConflict.Adopt, null)).Body;

        Assert.Equal("""{"a":"of others","b":"2"}""", given["data"]!.ToJsonString());
        Assert.Equal("""{"f:metadata":{"f:annotations":{"f:eks-iam-cdk/owner":{}}}}""", FieldsOf(given, "eks-iam-cdk"));
        Assert.Equal("""{"f:data":{"f:a":{},"f:b":{}}}""", FieldsOf(given, "before-first-apply"));
    }

    [Fact]
    public void Nothing_is_ours_any_more_of_an_object_without_annotations_whose_new_owner_declares_nothing_in_it()
    {
        var nothing = Read("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"dev"}}""");

        var first = Assert.IsType<ObjectDecision.Replace>(ObjectOwnership.Declare(Unmarked(), nothing, s_me, OnConflict.Adopt, null)).Body;

        Assert.Null(FieldsOf(first, "eks-iam-cdk"));
        Assert.Contains("f:b", FieldsOf(first, "before-first-apply"), StringComparison.Ordinal);
    }

    [Fact]
    public void What_came_back_by_an_update_goes_when_another_takes_the_object_over()
    {
        var live = Server.After(Declare(null, s_me));
        live["metadata"]!["managedFields"] = JsonNode.Parse("""
            [{"manager": "eks-iam-cdk", "operation": "Apply", "fieldsV1": {"f:data": {"f:a": {}}}},
             {"manager": "eks-iam-cdk", "operation": "Update", "fieldsV1": {"f:data": {"f:a": {}, "f:b": {}}}}]
            """);

        var rest = Assert.IsType<ObjectDecision.Replace>(ObjectOwnership.Declare(live, ConfigMap("""{"c":"3"}"""), s_sibling, OnConflict.Fail, null)).Body;

        Assert.Empty(rest["data"]!.AsObject());
        Assert.Equal(s_sibling, OwnerOf(rest));
        Assert.Equal("""{"a":"1","b":"2"}""", Assert.IsType<ObjectDecision.Replace>(Withdraw(rest, s_sibling)).Body["data"]!.ToJsonString());
    }

    [Fact]
    public void What_came_back_by_an_update_is_let_go_of_when_it_is_declared_no_more()
    {
        var live = Server.After(Declare(null, s_me));
        live["data"]!["c"] = "of others";
        live["metadata"]!["managedFields"] = JsonNode.Parse("""
            [{"manager": "eks-iam-cdk", "operation": "Apply", "fieldsV1": {"f:data": {"f:a": {}}}},
             {"manager": "eks-iam-cdk", "operation": "Update", "fieldsV1": {"f:data": {"f:b": {}, "f:c": {}}}}]
            """);

        var rest = Assert.IsType<ObjectDecision.Replace>(
            ObjectOwnership.Declare(live, ConfigMap("""{"a":"1"}"""), s_me, OnConflict.Fail, null)).Body;

        Assert.Equal("""{"a":"1","c":"of others"}""", rest["data"]!.ToJsonString());
        Assert.IsType<ObjectDecision.Apply>(ObjectOwnership.Declare(rest, ConfigMap("""{"a":"1"}"""), s_me, OnConflict.Fail, null));
    }

    [Fact]
    public void An_empty_member_of_a_manifest_displaces_nothing_that_is_in_it()
    {
        var adopted = Server.After(ObjectOwnership.Declare(Server.Foreign("""{"a":"foreign"}"""), ConfigMap("{}"), s_me, OnConflict.Adopt, null), Server.Foreign("""{"a":"foreign"}"""));
        adopted["data"]!["a"] = "changed by its owner since";

        var back = Assert.IsType<ObjectDecision.Replace>(Withdraw(adopted, s_me)).Body;

        Assert.Equal("changed by its owner since", (string?)back["data"]!["a"]);
    }

    [Fact]
    public void What_was_put_back_by_an_update_is_not_taken_for_ours()
    {
        var foreign = Server.Foreign("""{"a":"1","b":"2"}""");
        foreign["metadata"]!["managedFields"]!.AsArray().Add(new JsonObject { ["manager"] = "eks-iam-cdk", ["operation"] = "Update" });

        Assert.IsType<ObjectDecision.Refuse>(Declare(foreign, s_me));
        Assert.IsType<ObjectDecision.Nothing>(Withdraw(foreign, s_me));
    }

    [Fact]
    public void What_was_declared_goes_with_the_owner_and_comes_back_with_him()
    {
        var first = Server.After(Declare(null, s_me));
        var live = Server.After(ObjectOwnership.Declare(first, ConfigMap("""{"other":"x"}"""), s_sibling, OnConflict.Fail, null), first);

        var unlinked = Assert.IsType<ObjectDecision.Replace>(Withdraw(live, s_me)).Body;
        var back = Assert.IsType<ObjectDecision.Replace>(Withdraw(live, s_sibling)).Body;

        Assert.Contains("other", DeclaredBy(live), StringComparison.Ordinal);
        Assert.Equal(DeclaredBy(live), DeclaredBy(unlinked));
        Assert.Equal(DeclaredManifest.Write(s_wanted), DeclaredBy(back));
    }

    [Fact]
    public void An_object_of_before_declarations_were_kept_is_taken_over_and_given_back_without_one()
    {
        var first = Server.After(Declare(null, s_me));
        first["metadata"]!["annotations"]!.AsObject().Remove(ObjectAnnotations.Declared);
        var live = Server.After(Declare(first, s_sibling), first);

        var back = Assert.IsType<ObjectDecision.Replace>(Withdraw(live, s_sibling)).Body;

        Assert.Equal(first.ToJsonString(), back.ToJsonString());
        Assert.NotNull(DeclaredBy(Server.After(Declare(first, s_me), first)));
    }

    [Fact]
    public void After_an_adopter_was_renamed_and_gone_the_new_owner_still_puts_back_what_was_adopted()
    {
        var foreign = Server.Foreign("""{"a":"old"}""");
        var adopted = Server.After(Declare(foreign, s_me, OnConflict.Adopt), foreign);
        var renamed = Server.After(Declare(adopted, s_sibling), adopted);
        var unlinked = Assert.IsType<ObjectDecision.Replace>(Withdraw(renamed, s_me)).Body;

        var back = Assert.IsType<ObjectDecision.Replace>(Withdraw(unlinked, s_sibling)).Body;

        Assert.Equal("""{"a":"old"}""", back["data"]!.ToJsonString());
        Assert.Null(back["metadata"]!["annotations"]);
    }

    [Fact]
    public void When_the_annotations_are_lost_what_says_the_same_is_claimed_again_and_removed()
    {
        var live = Server.After(Declare(null, s_me));
        live["metadata"]!.AsObject().Remove("annotations");

        Assert.True(Assert.IsType<ObjectDecision.Apply>(Declare(live, s_me)).Force);
        var updated = ObjectOwnership.Declare(live, ConfigMap("""{"a":"9"}"""), s_me, OnConflict.Fail, s_wanted);
        Assert.Equal(s_me, OwnerOf(Assert.IsType<ObjectDecision.Apply>(updated).Body));
        Assert.IsType<ObjectDecision.Delete>(Withdraw(live, s_me));
    }

    [Fact]
    public void What_this_project_never_wrote_is_foreign_even_when_it_says_the_same()
    {
        var live = Server.Foreign("""{"a":"1","b":"2"}""");

        Assert.IsType<ObjectDecision.Refuse>(Declare(live, s_me));
        Assert.IsType<ObjectDecision.Nothing>(Withdraw(live, s_me));
    }

    [Fact]
    public void A_delete_removes_my_own_by_uid_and_nothing_that_is_foreign_or_gone()
    {
        var live = Server.After(Declare(null, s_me));

        Assert.Equal(new ObjectDecision.Delete("uid-1", "7"), Withdraw(live, s_me));
        Assert.IsType<ObjectDecision.Nothing>(Withdraw(Server.Foreign("""{"x":"y"}"""), s_me));
        Assert.IsType<ObjectDecision.Nothing>(Withdraw(null, s_me));
    }

    [Fact]
    public void A_delete_with_a_made_up_id_goes_by_owner_alone()
    {
        var mine = Server.After(Declare(null, s_me));
        var unclaimed = Server.After(Declare(null, s_me));
        unclaimed["metadata"]!.AsObject().Remove("annotations");

        Assert.IsType<ObjectDecision.Delete>(ObjectOwnership.Withdraw(s_wanted.Address, mine, s_me, declared: null, retain: false));
        Assert.IsType<ObjectDecision.Nothing>(ObjectOwnership.Withdraw(s_wanted.Address, unclaimed, s_me, declared: null, retain: false));
    }

    [Fact]
    public void Retain_leaves_the_object_and_takes_our_annotations_off()
    {
        var live = Server.After(Declare(null, s_me));

        var kept = ObjectOwnership.Withdraw(s_wanted.Address, live, s_me, s_wanted, retain: true);

        var body = Assert.IsType<ObjectDecision.Replace>(kept).Body;
        Assert.Null(body["metadata"]!["annotations"]);
        Assert.Equal("""{"a":"1","b":"2"}""", body["data"]!.ToJsonString());
        Assert.IsType<ObjectDecision.Nothing>(ObjectOwnership.Withdraw(s_wanted.Address, body, s_me, s_wanted, retain: true));
    }

    [Fact]
    public void An_object_that_is_being_deleted_is_waited_for_on_Create_and_is_as_good_as_gone_on_Delete()
    {
        var live = Server.After(Declare(null, s_me));
        live["metadata"]!["deletionTimestamp"] = "2026-01-01T00:00:00Z";

        Assert.IsType<ObjectDecision.Wait>(Declare(live, s_me));
        Assert.IsType<ObjectDecision.Nothing>(Withdraw(live, s_me));
    }

    [Theory]
    [InlineData(ObjectAnnotations.Owner, "nonsense")]
    [InlineData(ObjectAnnotations.Owner, "null")]
    [InlineData(ObjectAnnotations.Previous, "{")]
    public void Annotations_that_cannot_be_read_stop_everything(string annotation, string text)
    {
        var live = Server.After(Declare(null, s_me));
        live["metadata"]!["annotations"]![annotation] = text;

        Assert.Contains(annotation, Assert.IsType<ObjectDecision.Refuse>(Declare(live, s_me)).Failure.What, StringComparison.Ordinal);
        Assert.IsType<ObjectDecision.Refuse>(Withdraw(live, s_me));
    }

    [Fact]
    public void A_binding_to_another_role_is_deleted_and_made_anew()
    {
        var before = Binding("view");
        var live = Server.After(ObjectOwnership.Declare(null, before, s_me, OnConflict.Fail, null));

        var decision = ObjectOwnership.Declare(live, Binding("edit"), s_me, OnConflict.Fail, before);

        var recreate = Assert.IsType<ObjectDecision.Recreate>(decision);
        Assert.Equal("uid-1", recreate.Uid);
        Assert.Equal("edit", (string?)recreate.Body["roleRef"]!["name"]);
        Assert.Equal("view", (string?)recreate.AsItWas["roleRef"]!["name"]);
        Assert.Null(recreate.AsItWas["metadata"]!["uid"]);
    }

    [Fact]
    public void A_binding_that_is_made_anew_keeps_what_others_put_on_it_and_nothing_else()
    {
        var live = Server.After(ObjectOwnership.Declare(null, Binding("view"), s_me, OnConflict.Fail, null));
        live["metadata"]!["labels"] = new JsonObject { ["ours"] = "before", ["by"] = "others" };
        live["metadata"]!["managedFields"]![0]!["fieldsV1"] = JsonNode.Parse("""{"f:metadata": {"f:labels": {"f:ours": {} } }, "f:subjects": {} }""");

        var anew = Assert.IsType<ObjectDecision.Recreate>(ObjectOwnership.Declare(live, Binding("edit"), s_me, OnConflict.Fail, null)).Body;

        Assert.Equal("""{"by":"others"}""", anew["metadata"]!["labels"]!.ToJsonString());
        Assert.Equal(s_me, OwnerOf(anew));
    }

    [Fact]
    public void An_adopted_binding_gets_its_role_back_by_being_made_anew()
    {
        var foreign = Server.After(ObjectOwnership.Declare(null, Binding("view"), s_me, OnConflict.Fail, null), manager: "kubectl");
        foreign["metadata"]!.AsObject().Remove("annotations");
        var adopt = Assert.IsType<ObjectDecision.Recreate>(ObjectOwnership.Declare(foreign, Binding("edit"), s_me, OnConflict.Adopt, null));
        var live = Server.Stored(adopt.Body, "eks-iam-cdk");

        var back = Assert.IsType<ObjectDecision.Recreate>(ObjectOwnership.Withdraw(Binding("edit").Address, live, s_me, Binding("edit"), retain: false));

        Assert.Equal("view", (string?)back.Body["roleRef"]!["name"]);
        Assert.Null(back.Body["metadata"]!["annotations"]);
    }

    private static ObjectDecision Declare(JsonObject? live, Owner owner, OnConflict onConflict = OnConflict.Fail) =>
        ObjectOwnership.Declare(live, s_wanted, owner, onConflict, formerly: null);

    private static ObjectDecision Withdraw(JsonObject? live, Owner owner) =>
        ObjectOwnership.Withdraw(s_wanted.Address, live, owner, s_wanted, retain: false);

    private static JsonObject Unmarked()
    {
        var live = Server.After(Declare(null, s_me));
        live["metadata"]!.AsObject().Remove("annotations");
        live["metadata"]!["managedFields"] = JsonNode.Parse("""
            [{"manager": "eks-iam-cdk", "operation": "Apply", "apiVersion": "v1", "fieldsV1": {"f:data": {".": {}, "f:a": {}, "f:b": {}}, "f:secrets": {"k:{\"name\":\"s\"}": {}}}},
             {"manager": "before-first-apply", "operation": "Update", "apiVersion": "v1", "fieldsV1": {"f:data": {"f:z": {}}}}]
            """);
        return live;
    }

    private static string? FieldsOf(JsonObject live, string manager) =>
        live["metadata"]!["managedFields"]!.AsArray().SingleOrDefault(entry => (string?)entry!["manager"] == manager)?["fieldsV1"]!.ToJsonString();

    private static string? DeclaredBy(JsonObject live) => (string?)live["metadata"]?["annotations"]?[ObjectAnnotations.Declared];

    private static Owner? OwnerOf(JsonObject body) => new OwnedObject(body).Owner;

    private static Manifest ConfigMap(string data) =>
        Read($$"""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"settings","namespace":"dev"},"data":{{data}}}""");

    private static Manifest Binding(string role) => Read(
        $$$"""{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"read","namespace":"dev"},"subjects":[{"kind":"Group","name":"g"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"{{{role}}}"}}""");

    private static Manifest Read(string text) => Manifest.Parse("Manifest", text, [], out _) ?? throw new ArgumentException(text);

    /// <summary>What a server would hold after a decision: enough of server-side apply for one manager.</summary>
    private static class Server
    {
        public static JsonObject After(ObjectDecision decision, JsonObject? before = null, string manager = "eks-iam-cdk")
        {
            var body = Assert.IsType<ObjectDecision.Apply>(decision).Body;
            if (before is null) return Stored(body, manager);
            var ours = new OwnedObject(before).Owner is not null;
            var result = (JsonObject)before.DeepClone();
            if (ours) result["data"] = new JsonObject();
            Merge(result, body);
            return Stored(result, manager);
        }

        public static JsonObject Foreign(string data) => Stored(ConfigMap(data).Body, "kubectl");

        public static JsonObject Stored(JsonObject body, string manager)
        {
            var stored = (JsonObject)body.DeepClone();
            var metadata = stored["metadata"]!.AsObject();
            metadata["uid"] = "uid-1";
            metadata["resourceVersion"] = "7";
            metadata["managedFields"] = new JsonArray(new JsonObject { ["manager"] = manager, ["operation"] = "Apply" });
            return stored;
        }

        private static void Merge(JsonObject target, JsonObject source)
        {
            foreach (var (member, value) in source)
            {
                if (value is JsonObject child && target[member] is JsonObject existing) Merge(existing, child);
                else target[member] = value?.DeepClone();
            }
        }
    }
}
