namespace EksIamCdk.Constructs;

/// <summary>What becomes of a Kubernetes object when its resource is deleted.</summary>
public enum OnDelete
{
    /// <summary>It is deleted, or what it had replaced is put back. The default of all kinds but Namespace.</summary>
    Delete,

    /// <summary>It stays, without our annotations. The default of a Namespace.</summary>
    Retain,
}
