using System.Text.Json.Nodes;
using EksIamCdk.Access.Drift;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.History;

/// <summary>How a write of an object is taken back: the decision, and what the object will be like.</summary>
/// <param name="Decision">What to write.</param>
/// <param name="Expected">The object then, as far as it can be told; null when there is none.</param>
public sealed record ObjectRestoration(ObjectDecision Decision, JsonObject? Expected)
{
    private static readonly string[] s_notShown = [ObjectAnnotations.Previous, ObjectAnnotations.Declared];

    /// <param name="live">The object as the API server has it, or null.</param>
    /// <param name="change">The write to take back.</param>
    /// <param name="exact">All of the object as it was, whoever owns it now; else only what that write changed.</param>
    public static ObjectRestoration Of(JsonObject? live, HistoryChange.OfObject change, bool exact)
    {
        ArgumentNullException.ThrowIfNull(change);
        var decision = Decide(live, change, exact);
        return new(decision, decision switch
        {
            ObjectDecision.Replace replace => replace.Body,
            ObjectDecision.Create create => create.Body,
            ObjectDecision.Apply apply when live is null => apply.Body,
            ObjectDecision.Delete => null,
            ObjectDecision.Apply or ObjectDecision.Recreate => Merged(live!, change.Before!, change.After ?? live!),
            _ => live,
        });
    }

    /// <summary>An object as lines for people: without what the API server and this project keep for themselves, and without a Secret's data.</summary>
    public static string Text(ObjectAddress address, JsonObject? body)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (WithheldData.Of(address.Kind, body) is not { } shown) return "";
        shown = OwnedObject.ReadyToCreate(shown);
        if (shown["metadata"]?["annotations"] is JsonObject annotations)
        {
            foreach (var annotation in s_notShown) annotations.Remove(annotation);
        }

        return ObjectText.Of(shown);
    }

    private static ObjectDecision Decide(JsonObject? live, HistoryChange.OfObject change, bool exact)
    {
        var address = change.Address!;
        var (found, before, after) = (Owned(live), Owned(change.Before), Owned(change.After));
        if (found is { Terminating: true }) return new ObjectDecision.Wait();
        if (found is { OwnerUnreadable: true } or { PreviousUnreadable: true }) return ObjectOwnership.Unreadable(address);
        var isOfOthers = found is not null && found.Owner?.StackId != before?.Owner?.StackId && found.Owner?.StackId != after?.Owner?.StackId;
        if (isOfOthers && !exact) return OfOthers(address, found!.Owner);

        // What came with that write goes as it would with its stack, and what it took over is in its annotations.
        var wasAdopted = before is { Owner: null } && after?.Owner is not null && found?.Owner == after.Owner && found.Previous is not null;
        if (before is null || (wasAdopted && !exact)) return TakenBack(address, live, found, deletes: before is null);
        if (address.Kind == KubernetesKind.Secret) return DataWithheld(address, before.Owner ?? after?.Owner);
        // As its stack would write it, so that its fields are the stack's, and go with the declaration.
        if (!exact && before.Owner is not null && (found is null || before.Owner == found.Owner) && Declared(before) is { } manifest)
            return ObjectOwnership.Declare(live, manifest, before.Owner, OnConflict.Fail, formerly: null);
        if (found is null) return new ObjectDecision.Create(WithManagers(change.Before!));
        return Written(found, exact ? Put(OwnedObject.ReadyToCreate(change.Before!), found) : Merged(live!, change.Before!, change.After ?? live!));
    }

    private static ObjectDecision TakenBack(ObjectAddress address, JsonObject? live, OwnedObject? found, bool deletes)
    {
        if (found is null) return new ObjectDecision.Nothing();
        if (deletes && address.Kind == KubernetesKind.Namespace) return WouldEmpty(address);
        return found.Owner is { } owner
            ? ObjectOwnership.Withdraw(address, live, owner, declared: null, retain: false)
            : new ObjectDecision.Delete(found.Uid, found.ResourceVersion);
    }

    private static ObjectDecision Written(OwnedObject found, JsonObject body)
    {
        if (JsonNode.DeepEquals(body["roleRef"], found.Body["roleRef"]))
            return JsonNode.DeepEquals(body, found.Body) ? new ObjectDecision.Nothing() : new ObjectDecision.Replace(body);
        return new ObjectDecision.Recreate(found.Uid, found.ResourceVersion, OwnedObject.ReadyToCreate(body), OwnedObject.ReadyToCreate(found.Body));
    }

    /// <summary>The live object, with each value that the write changed as it was before.</summary>
    private static JsonObject Merged(JsonObject live, JsonObject before, JsonObject after)
    {
        var (old, now, merged) = (OwnedObject.ReadyToCreate(before), OwnedObject.ReadyToCreate(after), (JsonObject)live.DeepClone());
        foreach (var shape in new[] { now, old })
        {
            var changed = DisplacedField.Covered(shape, old).Zip(DisplacedField.Covered(shape, now))
                .Where(pair => !JsonNode.DeepEquals(pair.First.Value, pair.Second.Value));
            foreach (var (field, _) in changed) field.PutBack(merged);
        }

        return merged;
    }

    // The version that was seen: a write can only hit that.
    private static JsonObject Put(JsonObject body, OwnedObject found)
    {
        body["metadata"]!["uid"] = found.Uid;
        body["metadata"]!["resourceVersion"] = found.ResourceVersion;
        return body;
    }

    // With its field managers, which an API server takes over from whoever creates an object.
    private static JsonObject WithManagers(JsonObject before)
    {
        var body = OwnedObject.ReadyToCreate(before);
        if (before["metadata"]?["managedFields"] is { } managers) body["metadata"]!["managedFields"] = managers.DeepClone();
        return body;
    }

    private static Manifest? Declared(OwnedObject before) =>
        before.Declared is { } text && DeclaredManifest.Read(text) is { } body && !DeclaredManifest.HasHashes(body)
            ? Manifest.Parse("declared", text, [], out _)
            : null;

    private static OwnedObject? Owned(JsonObject? body) => body is null ? null : new(body);

    private static ObjectDecision.Refuse OfOthers(ObjectAddress address, Owner? owner) => new(new Failure(
        ErrorCode.ObjectOfAnother,
        owner is null ? $"{address} belongs to nobody by now." : $"{address} belongs to {owner} by now.",
        "Nothing was changed; to put it back all the same, restore it with --exact."));

    private static ObjectDecision.Refuse DataWithheld(ObjectAddress address, Owner? owner) => new(new Failure(
        ErrorCode.RefusedByApiServer,
        $"The data of {address} is never kept, so it cannot be put back.",
        owner is null ? "Create it anew from where its data comes from." : $"Deploy {owner.LogicalId} of stack {owner.StackName} again."));

    private static ObjectDecision.Refuse WouldEmpty(ObjectAddress address) => new(new Failure(
        ErrorCode.RefusedByApiServer,
        $"{address} is not deleted: all that lives in it would go with it.",
        "If that is what you want, delete it yourself."));
}
