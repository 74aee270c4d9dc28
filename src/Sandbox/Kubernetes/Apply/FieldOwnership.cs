using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Apply;

/// <summary>One field that somebody else owns with another value.</summary>
internal sealed record FieldConflict(FieldManager Manager, FieldPath Path);

/// <summary>What an apply comes to.</summary>
internal abstract record ApplyOutcome
{
    private ApplyOutcome()
    {
    }

    public sealed record Merged(JsonObject Body) : ApplyOutcome;

    public sealed record Conflicting(IReadOnlyList<FieldConflict> Conflicts) : ApplyOutcome;
}

/// <summary>Keeps <c>metadata.managedFields</c> true: by apply, and by any other write.</summary>
internal static class FieldOwnership
{
    /// <summary>Members of metadata that nobody owns.</summary>
    private static readonly string[] Unowned =
    [
        "name", "namespace", "selfLink", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp",
        "deletionGracePeriodSeconds", "managedFields",
    ];

    /// <summary>
    /// Notes who wrote what differs between <paramref name="live"/> and <paramref name="body"/>, in body. An object whose managers are not known
    /// stays so until somebody applies it.
    /// </summary>
    public static void Update(ResourceKind kind, JsonObject live, JsonObject body, FieldManager manager, string now)
    {
        var managed = ClientsOwn(body) ?? ManagedFields.Read(live);
        if (managed.Entries.Count == 0 && live.Uid().Length > 0)
        {
            managed.WriteTo(body);
            return;
        }

        var compared = TypedFields.Compare(kind.Schema, live, body);
        managed.TakeFromOthers(manager, compared.Written.Union(compared.Removed));
        var fields = (managed.Of(manager) ?? new FieldSet()).Except(compared.Removed).Union(compared.Written);
        managed.Set(manager, Owned(kind, fields, manager.Subresource), now);
        managed.WriteTo(body);
    }

    /// <summary>Server-side apply of <paramref name="applied"/> to <paramref name="live"/>.</summary>
    public static ApplyOutcome Apply(ResourceKind kind, JsonObject live, JsonObject applied, FieldManager manager, bool force, string now)
    {
        var managed = ManagedFields.Read(live);
        if (managed.Entries.Count == 0 && live.Uid().Length > 0) OwnByFormerWriters(kind, live, managed, now);
        var before = managed.Of(manager) ?? new FieldSet();
        var claimed = Owned(kind, TypedFields.Of(kind.Schema, applied), manager.Subresource);
        var merged = TypedMerge.Merge(kind.Schema, live, applied)!.AsObject();
        managed.Set(manager, claimed, now);
        merged = TypedMerge.Remove(kind.Schema, merged, GivenUp(before, managed))?.AsObject() ?? merged;

        var compared = TypedFields.Compare(kind.Schema, live, merged);
        var written = Owned(kind, compared.Written, manager.Subresource);
        if (!force && Conflicts(managed, manager, written) is { Count: > 0 } conflicts) return new ApplyOutcome.Conflicting(conflicts);
        managed.TakeFromOthers(manager, written.Union(compared.Removed));
        managed.WriteTo(merged);
        return new ApplyOutcome.Merged(merged);
    }

    /// <summary>What the manager applied before, does not any more, and nobody else owns.</summary>
    private static FieldSet GivenUp(FieldSet before, ManagedFields managed)
    {
        var owned = managed.Entries.Aggregate(new FieldSet(), (all, entry) => all.Union(entry.Fields));
        return WithoutParentsOf(before, owned);
    }

    /// <summary>Members of <paramref name="set"/> that are neither in <paramref name="owned"/> nor above something in it.</summary>
    private static FieldSet WithoutParentsOf(FieldSet set, FieldSet owned)
    {
        var left = new FieldSet();
        foreach (var path in set.Paths())
        {
            var at = owned;
            foreach (var step in path.Steps) at = at?.Children.GetValueOrDefault(step);
            if (at is null || at.IsEmpty) left.Add(path);
        }

        return left;
    }

    private static List<FieldConflict> Conflicts(ManagedFields managed, FieldManager manager, FieldSet written) =>
    [
        .. managed.Entries
            .Where(entry => entry.Manager != manager)
            .SelectMany(entry => entry.Fields.Intersect(written).Paths().Select(path => new FieldConflict(entry.Manager, path))),
    ];

    private static FieldSet Owned(ResourceKind kind, FieldSet fields, string subresource)
    {
        foreach (var member in Unowned) fields = fields.Without("f:metadata", $"f:{member}");
        fields = fields.Without("f:apiVersion").Without("f:kind");
        return kind.HasStatus && subresource != "status" ? fields.Without("f:status") : fields;
    }

    /// <summary>An object from before its managers were known: everything in it belongs to one that stands for all of them.</summary>
    private static void OwnByFormerWriters(ResourceKind kind, JsonObject live, ManagedFields managed, string now) =>
        managed.Set(
            new FieldManager("before-first-apply", false, kind.ApiVersion),
            Owned(kind, TypedFields.Compare(kind.Schema, kind.Empty(), live).Added, ""),
            now);

    /// <summary>The managers that a client sent along: one empty entry resets them; none at all leaves them as they are.</summary>
    private static ManagedFields? ClientsOwn(JsonObject body) => body["metadata"]?["managedFields"] switch
    {
        JsonArray { Count: 1 } reset when reset[0] is JsonObject { Count: 0 } => ManagedFields.None,
        JsonArray { Count: > 0 } => ManagedFields.Read(body),
        _ => null,
    };
}
