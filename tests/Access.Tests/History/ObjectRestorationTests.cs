using System.Text.Json.Nodes;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Tests.History;

/// <summary>Taking writes of objects back. What API servers make of it: see the end-to-end tests.</summary>
public sealed class ObjectRestorationTests
{
    private static readonly ObjectAddress s_address = new(KubernetesKind.ConfigMap, "dev", "settings");
    private static readonly Owner s_me = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/team/0001", "Mine");
    private static readonly Owner s_rival = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/rival/0002", "Theirs");

    [Fact]
    public void A_Create_is_taken_back_by_deleting_what_is_there_now()
    {
        var live = Live("""{"a":"1"}""", s_me);

        var restored = Restore(live, null, live);

        Assert.Equal(new ObjectDecision.Delete("u1", "7"), restored.Decision);
        Assert.Null(restored.Expected);
        Assert.IsType<ObjectDecision.Nothing>(Restore(null, null, live).Decision);
    }

    [Fact]
    public void An_Update_is_taken_back_by_what_the_stack_declared_before()
    {
        var (before, after) = (Live("""{"a":"1"}""", s_me), Live("""{"a":"2","b":"3"}""", s_me));
        var live = Live("""{"a":"2","b":"3","of-others":"x"}""", s_me);

        var restored = Restore(live, before, after);

        var apply = Assert.IsType<ObjectDecision.Apply>(restored.Decision);
        Assert.Equal("""{"a":"1"}""", apply.Body["data"]!.ToJsonString());
        Assert.Equal("""{"a":"1","of-others":"x"}""", restored.Expected!["data"]!.ToJsonString());
        Assert.Contains("Mine", (string?)apply.Body["metadata"]!["annotations"]!["eks-iam-cdk/owner"], StringComparison.Ordinal);
    }

    [Fact]
    public void Where_it_is_not_known_what_was_declared_the_fields_that_changed_come_back_and_others_stay()
    {
        var (before, after) = (Live("""{"a":"1","c":"9"}""", s_me, declared: false), Live("""{"a":"2","b":"3","c":"9"}""", s_me));
        var live = Live("""{"a":"2","b":"3","c":"by others","d":"new"}""", s_me);

        var replace = Assert.IsType<ObjectDecision.Replace>(Restore(live, before, after).Decision);

        Assert.Equal("""{"a":"1","c":"by others","d":"new"}""", replace.Body["data"]!.ToJsonString());
        Assert.Equal(("u1", "7"), ((string?)replace.Body["metadata"]!["uid"], (string?)replace.Body["metadata"]!["resourceVersion"]));
    }

    [Fact]
    public void A_Delete_is_taken_back_by_what_its_stack_declared_or_exactly_with_its_field_managers()
    {
        var before = Live("""{"a":"1"}""", s_me);
        before["metadata"]!["managedFields"] = new JsonArray(new JsonObject { ["manager"] = "eks-iam-cdk" });

        var apply = Assert.IsType<ObjectDecision.Apply>(Restore(null, before, null).Decision);
        var create = Assert.IsType<ObjectDecision.Create>(Restore(null, before, null, exact: true).Decision);

        Assert.Equal("1", (string?)apply.Body["data"]!["a"]);
        Assert.NotNull(apply.Body["metadata"]!["annotations"]!["eks-iam-cdk/owner"]);
        Assert.Null(apply.Body["metadata"]!["managedFields"]);
        Assert.Null(create.Body["metadata"]!["uid"]);
        Assert.Null(create.Body["metadata"]!["resourceVersion"]);
        Assert.NotNull(create.Body["metadata"]!["managedFields"]);
        Assert.NotNull(create.Body["metadata"]!["annotations"]!["eks-iam-cdk/owner"]);
    }

    [Fact]
    public void An_adoption_is_taken_back_as_its_stack_would()
    {
        var before = Live("""{"a":"old"}""", null);
        var adopted = (ObjectDecision.Apply)ObjectOwnership.Declare(before, Manifest("""{"a":"new"}"""), s_me, OnConflict.Adopt, null);
        var live = Live("""{"a":"new"}""", null);
        live["metadata"]!["annotations"] = adopted.Body["metadata"]!["annotations"]!.DeepClone();

        var replace = Assert.IsType<ObjectDecision.Replace>(Restore(live, before, live).Decision);

        Assert.Equal("old", (string?)replace.Body["data"]!["a"]);
        Assert.Null(replace.Body["metadata"]!["annotations"]);
    }

    [Fact]
    public void A_roleRef_comes_back_by_way_of_deleting_the_binding()
    {
        var (view, edit) = (Binding("view"), Binding("edit"));
        var change = HistoryChange.OfObject.Of(new ObjectAddress(KubernetesKind.RoleBinding, "dev", "read"), view, edit);

        var restored = ObjectRestoration.Of(edit, change, exact: false);

        var recreate = Assert.IsType<ObjectDecision.Recreate>(restored.Decision);
        Assert.Equal(("view", "edit"), ((string?)recreate.Body["roleRef"]!["name"], (string?)recreate.AsItWas["roleRef"]!["name"]));
        Assert.Equal("view", (string?)restored.Expected!["roleRef"]!["name"]);
    }

    [Fact]
    public void An_object_that_is_another_stacks_by_now_is_left_alone_unless_it_is_to_be_exactly_as_it_was()
    {
        var (before, after) = (Live("""{"a":"1"}""", s_me), Live("""{"a":"2"}""", s_me));
        var theirs = Live("""{"a":"3"}""", s_rival);

        var refusal = Assert.IsType<ObjectDecision.Refuse>(Restore(theirs, before, after).Decision).Failure;
        var exact = Assert.IsType<ObjectDecision.Replace>(Restore(theirs, before, after, exact: true).Decision);

        Assert.Equal(ErrorCode.ObjectOfAnother, refusal.Code);
        Assert.Contains("Theirs of stack rival", refusal.What, StringComparison.Ordinal);
        Assert.Equal("""{"a":"1"}""", exact.Body["data"]!.ToJsonString());
    }

    [Fact]
    public void A_Secret_has_no_data_to_put_back_and_a_namespace_is_never_emptied()
    {
        var secret = new ObjectAddress(KubernetesKind.Secret, "dev", "db");
        var live = Live("""{"password":"aHVudGVyMg=="}""", s_me);
        var ns = new ObjectAddress(KubernetesKind.Namespace, null, "dev");

        var updated = Assert.IsType<ObjectDecision.Refuse>(ObjectRestoration.Of(live, HistoryChange.OfObject.Of(secret, live, live), false).Decision);
        var created = ObjectRestoration.Of(live, HistoryChange.OfObject.Of(secret, null, live), false).Decision;
        var emptied = Assert.IsType<ObjectDecision.Refuse>(ObjectRestoration.Of(live, HistoryChange.OfObject.Of(ns, null, live), false).Decision);

        Assert.Contains("The data of Secret dev/db is never kept", updated.Failure.What, StringComparison.Ordinal);
        Assert.Contains("Deploy Mine of stack team again", updated.Failure.Remedy, StringComparison.Ordinal);
        Assert.IsType<ObjectDecision.Delete>(created);
        Assert.Contains("all that lives in it", emptied.Failure.What, StringComparison.Ordinal);
        Assert.DoesNotContain("aHVudGVyMg", ObjectRestoration.Text(secret, live), StringComparison.Ordinal);
    }

    private static ObjectRestoration Restore(JsonObject? live, JsonObject? before, JsonObject? after, bool exact = false) =>
        ObjectRestoration.Of(live, HistoryChange.OfObject.Of(s_address, before, after), exact);

    private static JsonObject Live(string data, Owner? owner, bool declared = true)
    {
        var live = Manifest(data).Body.DeepClone().AsObject();
        if (owner is not null)
            live = ((ObjectDecision.Apply)ObjectOwnership.Declare(null, Manifest(data), owner, OnConflict.Fail, null)).Body;
        if (!declared)
            live["metadata"]!["annotations"]!.AsObject().Remove(ObjectAnnotations.Declared);
        (live["metadata"]!["uid"], live["metadata"]!["resourceVersion"]) = ("u1", "7");
        return live;
    }

    private static JsonObject Binding(string role)
    {
        var manifest = $$$"""
            {"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"read","namespace":"dev"},"subjects":[],
             "roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"{{{role}}}"}}
            """;
        var live = ((ObjectDecision.Apply)ObjectOwnership.Declare(null, EksIamCdk.Access.Objects.Manifest.Parse("m", manifest, [], out _)!, s_me, OnConflict.Fail, null)).Body;
        (live["metadata"]!["uid"], live["metadata"]!["resourceVersion"]) = ("u1", "7");
        return live;
    }

    private static Manifest Manifest(string data) => EksIamCdk.Access.Objects.Manifest.Parse(
        "m", $$"""{"apiVersion":"v1","kind":"ConfigMap","data":{{data}},"metadata":{"name":"settings","namespace":"dev"} }""", [], out _)!;
}
