using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Ownership;

/// <summary>
/// Decides what to do about one Kubernetes object from what is live, what is wanted and who asks: the table of ownership. It reads
/// nothing and writes nothing.
/// </summary>
public static class ObjectOwnership
{
    /// <summary>Who writes objects by server-side apply, for the API server.</summary>
    public const string FieldManager = "eks-iam-cdk";

    /// <summary>Create and Update: the object shall be as the manifest says, and belong to the owner.</summary>
    /// <param name="live">The object as the API server has it, or null.</param>
    /// <param name="formerly">What the owner declared before an Update, so that an object whose annotations are lost is known again.</param>
    public static ObjectDecision Declare(JsonObject? live, Manifest wanted, Owner owner, OnConflict onConflict, Manifest? formerly)
    {
        if (live is null) return new ObjectDecision.Apply(Annotated(wanted, owner, null, null), Force: false);

        var found = new OwnedObject(live);
        if (found.Terminating) return new ObjectDecision.Wait();
        if (found.OwnerUnreadable || found.PreviousUnreadable) return Unreadable(wanted.Address);
        if (found.Owner == owner && (found.WithoutLetGo(wanted, found.Marks) ?? found.WithGivenBack(wanted)) is { } before) return new ObjectDecision.Replace(before);
        if (found.Owner == owner) return Write(found, wanted, owner, found.Previous?.AndWhatIsCoveredBy(wanted.Body, live));
        if (found.Owner is not null && found.Owner.StackId != owner.StackId) return OfAnotherStack(wanted.Address, found.Owner);
        if (found.Owner is not null) return TakeOver(found, wanted, owner);
        if (IsOursUnclaimed(found, wanted, formerly) || (found.WasRetained && found.Says(wanted.Body))) return Claim(found, wanted, owner, null, formerly);
        return onConflict == OnConflict.Adopt
            ? Claim(found, wanted, owner, new ObjectPrevious([.. DisplacedField.Covered(wanted.Body, live)], null, null), formerly)
            : Foreign(wanted.Address);
    }

    /// <summary>Delete: what the owner has made goes, and what it displaced comes back.</summary>
    /// <param name="address">Which object.</param>
    /// <param name="live">The object as the API server has it, or null.</param>
    /// <param name="declared">What the owner declared; null when only the annotations may tell (a resource whose id was made up).</param>
    /// <param name="retain">Whether the object is to stay.</param>
    public static ObjectDecision Withdraw(ObjectAddress address, JsonObject? live, Owner owner, Manifest? declared, bool retain)
    {
        if (live is null) return new ObjectDecision.Nothing();

        var found = new OwnedObject(live);
        if (found.Terminating) return new ObjectDecision.Nothing();
        if (found.OwnerUnreadable || found.PreviousUnreadable) return Unreadable(address);
        if (found.Owner == owner)
        {
            if (found.Previous is not null) return PutBack(found, [found.Previous], found.Previous.Marks);
            return retain
                ? new ObjectDecision.Replace(found.Retained())
                : new ObjectDecision.Delete(found.Uid, found.ResourceVersion);
        }

        if (found.Owner is not null)
        {
            return found.Owner.StackId == owner.StackId && found.Previous is not null && found.Previous.Holds(owner)
                ? new ObjectDecision.Replace(found.Copy(new(found.Owner, found.Previous.Without(owner), found.Declared)))
                : new ObjectDecision.Nothing();
        }

        return declared is not null && !retain && IsOursUnclaimed(found, declared, null)
            ? new ObjectDecision.Delete(found.Uid, found.ResourceVersion)
            : new ObjectDecision.Nothing();
    }

    // A resource under another logical id of the stack. In a rollback it takes back what another took over before: all that the other displaced
    // comes back first.
    private static ObjectDecision TakeOver(OwnedObject found, Manifest wanted, Owner owner)
    {
        var previous = Everything(found, wanted, owner);
        var marks = new ObjectMarks(owner, previous, null);
        if (found.Previous?.LinksTo(owner) is { } links) return PutBack(found, links, marks);
        return found.WithoutLetGo(wanted, marks) is { } first ? new ObjectDecision.Replace(first) : Write(found, wanted, owner, previous);
    }

    // Where the annotations are lost, the API server knows the fields still as applied by this project.
    private static ObjectDecision Claim(OwnedObject found, Manifest wanted, Owner owner, ObjectPrevious? previous, Manifest? formerly) =>
        found.HandedOver(new(owner, previous, null), formerly is null ? [wanted.Body] : [wanted.Body, formerly.Body]) is { } first
            ? new ObjectDecision.Replace(first)
            : Write(found, wanted, owner, previous);

    private static ObjectDecision Write(OwnedObject found, Manifest wanted, Owner owner, ObjectPrevious? previous)
    {
        var body = Annotated(wanted, owner, previous, found);
        if (wanted.Address.Kind.IsBinding && !found.Says(new JsonObject { ["roleRef"] = wanted.Body["roleRef"]?.DeepClone() }))
        {
            return new ObjectDecision.Recreate(found.Uid, found.ResourceVersion, found.MadeAnew(body), OwnedObject.ReadyToCreate(found.Body));
        }

        body["metadata"]!["resourceVersion"] = found.ResourceVersion;
        return new ObjectDecision.Apply(body, Force: true);
    }

    private static ObjectDecision PutBack(OwnedObject found, IReadOnlyList<ObjectPrevious> links, ObjectMarks marks)
    {
        var body = found.Copy(marks);
        foreach (var field in links.SelectMany(link => link.Fields)) field.PutBack(body);
        if (marks.Owner is null) OwnedObject.ForgetOurManager(body);
        return JsonNode.DeepEquals(body["roleRef"], found.Body["roleRef"])
            ? new ObjectDecision.Replace(body)
            : new ObjectDecision.Recreate(found.Uid, found.ResourceVersion, OwnedObject.ReadyToCreate(body), OwnedObject.ReadyToCreate(found.Body));
    }

    // Server-side apply by the same field manager will drop whatever the new manifest does not say, so all of the object is remembered. The
    // owner stands in the chain once.
    private static ObjectPrevious Everything(OwnedObject found, Manifest wanted, Owner owner)
    {
        var was = OwnedObject.ReadyToCreate(found.Body);
        ObjectMarks.None.PutOn(was);
        var all = new ObjectPrevious([.. DisplacedField.Covered(was, was)], found.Owner, found.Previous?.Without(owner), found.Declared);
        return all.AndWhatIsCoveredBy(wanted.Body, was);
    }

    private static bool IsOursUnclaimed(OwnedObject found, Manifest wanted, Manifest? formerly) =>
        found.MayHaveBeenOurs && (found.Says(wanted.Body) || (formerly is not null && found.Says(formerly.Body)));

    private static JsonObject Annotated(Manifest wanted, Owner owner, ObjectPrevious? previous, OwnedObject? found)
    {
        var body = (JsonObject)wanted.Body.DeepClone();
        var marks = new ObjectMarks(owner, previous, DeclaredManifest.Write(wanted));
        marks.PutOn(body);
        // What is only for comparing later never stands in the way of the write itself.
        if (found is not null && !found.HasRoomFor(body)) (marks with { Declared = null }).PutOn(body);
        return body;
    }

    private static ObjectDecision.Refuse OfAnotherStack(ObjectAddress address, Owner owner) => new(new Failure(
        ErrorCode.ObjectOfAnother,
        $"{address} belongs to {owner}.",
        "Declare it in one stack only, or delete it there first."));

    private static ObjectDecision.Refuse Foreign(ObjectAddress address) => new(new Failure(
        ErrorCode.ObjectOfAnother,
        $"{address} exists already and belongs to no stack.",
        "Set OnConflict to Adopt to take it over (deleting the resource then puts it back as it is now), or choose another name."));

    internal static ObjectDecision.Refuse Unreadable(ObjectAddress address) => new(new Failure(
        ErrorCode.ObjectOfAnother,
        $"The annotations {ObjectAnnotations.Owner} and {ObjectAnnotations.Previous} of {address} cannot be read, so nobody can tell whose it is.",
        "Mend them, or take both off."));
}
