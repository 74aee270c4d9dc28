using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Ownership.AccessEntries;

namespace EksIamCdk.Inspection.Planning;

/// <summary>A resource of a stack that changes who may do what in a cluster.</summary>
public abstract record DeclaredResource(string LogicalId)
{
    /// <summary><c>Custom::EksAwsAuthEntry</c></summary>
    public sealed record OfEntry(string Id, EntryDeclaration Declaration, OnConflict OnConflict, bool AllowLockout) : DeclaredResource(Id);

    /// <summary><c>Custom::EksKubernetesObject</c></summary>
    public sealed record OfObject(string Id, Manifest Manifest, OnConflict OnConflict) : DeclaredResource(Id);

    /// <summary><c>Custom::EksAccessEntry</c>, or EKS's own <c>AWS::EKS::AccessEntry</c>, which adopts nothing.</summary>
    public sealed record OfAccessEntry(string Id, AccessEntryDeclaration Declaration, OnConflict OnConflict, bool IsNative) : DeclaredResource(Id);

    /// <summary><c>Custom::EksAuthenticationMode</c></summary>
    public sealed record OfMode(string Id, AuthenticationMode Mode, bool AllowLockout) : DeclaredResource(Id);
}
