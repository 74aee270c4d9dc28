namespace EksIamCdk.Constructs;

/// <summary>What to do when the entry or object is there already and nobody's.</summary>
public enum OnConflict
{
    /// <summary>The deployment fails and says how to adopt.</summary>
    Fail,

    /// <summary>It is replaced; the old text is kept and put back on deletion.</summary>
    Adopt,
}
