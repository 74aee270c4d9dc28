using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Diffs;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Access.Drift;

/// <summary>An entry or object that is not as its owner declared it.</summary>
public abstract record Deviation
{
    private Deviation(Owner owner, string declared, string? live) => (Owner, Declared, Live) = (owner, declared, live);

    /// <summary>Whose it is.</summary>
    public Owner Owner { get; }

    /// <summary>What was declared, as lines of text.</summary>
    public string Declared { get; }

    /// <summary>What is live of it, as lines of text; null when it is gone. Never a value of a Secret.</summary>
    public string? Live { get; }

    /// <summary>Which entry or object.</summary>
    public abstract string Target { get; }

    /// <summary>What has come (added) and what has gone (removed) since it was declared.</summary>
    public IReadOnlyList<(LineChange Change, string Line)> Difference => LineDiff.Of(Declared, Live ?? "");

    /// <summary>An entry of aws-auth.</summary>
    public sealed record OfEntry : Deviation
    {
        internal OfEntry(Owner owner, EntryDeclaration declaration, string? live)
            : base(owner, EntryText.Of(declaration), live) => Declaration = declaration;

        public EntryDeclaration Declaration { get; }

        public override string Target => $"{Declaration.Section.Key()} {Declaration.Entry.Id}";
    }

    /// <summary>A Kubernetes object.</summary>
    public sealed record OfObject : Deviation
    {
        internal OfObject(Owner owner, ObjectAddress address, Manifest? manifest, string declared, string? live)
            : base(owner, declared, live) => (Address, Manifest) = (address, manifest);

        public ObjectAddress Address { get; }

        /// <summary>What to put back; null when values of it are known by their hashes only.</summary>
        public Manifest? Manifest { get; }

        public override string Target => Address.ToString();
    }
}
