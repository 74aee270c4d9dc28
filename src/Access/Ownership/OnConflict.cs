namespace EksIamCdk.Access.Ownership;

/// <summary>What to do about an entry or object that exists and belongs to nobody.</summary>
public enum OnConflict
{
    /// <summary>Refuse, saying how to adopt.</summary>
    Fail,

    /// <summary>Replace it, and keep what it was, to be put back when the resource is deleted.</summary>
    Adopt,
}
