namespace EksIamCdk.Access.Rbac;

/// <summary>What somebody asks to do.</summary>
public abstract record AccessRequest
{
    private AccessRequest()
    {
    }

    public required string Verb { get; init; }

    /// <summary>A request for a resource. Namespace and Name are empty when the request has none.</summary>
    public sealed record OfResource : AccessRequest
    {
        public string ApiGroup { get; init; } = "";

        /// <summary>The plural, without subresource.</summary>
        public required string Resource { get; init; }

        public string Subresource { get; init; } = "";

        public string Namespace { get; init; } = "";

        public string Name { get; init; } = "";

        internal string Combined => Subresource.Length == 0 ? Resource : $"{Resource}/{Subresource}";

        /// <summary>In the words of <c>kubectl auth can-i</c>.</summary>
        public override string ToString() => string.Concat(
            $"{Verb} {Resource}",
            ApiGroup.Length == 0 ? "" : $".{ApiGroup}",
            Name.Length == 0 ? "" : $"/{Name}",
            Subresource.Length == 0 ? "" : $" --subresource={Subresource}",
            Namespace.Length == 0 ? "" : $" -n {Namespace}");
    }

    /// <summary>A request for a path that is no resource (<c>/version</c>, <c>/healthz</c>).</summary>
    public sealed record OfUrl : AccessRequest
    {
        public required string Path { get; init; }

        public override string ToString() => $"{Verb} {Path}";
    }
}
