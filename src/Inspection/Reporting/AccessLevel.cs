namespace EksIamCdk.Inspection.Reporting;

/// <summary>How much a role gives, in the words of the roles that every cluster starts with. A page shows the highest that somebody has in a place.</summary>
public enum AccessLevel
{
    /// <summary>No resources, or only questions about oneself, which everybody may ask.</summary>
    None,

    /// <summary>Reads something, and less than <c>view</c>.</summary>
    ReadsSome,

    /// <summary>At least all of <c>view</c>, and changes nothing.</summary>
    View,

    /// <summary>Changes something, and less than <c>edit</c>.</summary>
    ChangesSome,

    /// <summary>At least all of <c>edit</c>.</summary>
    Edit,

    /// <summary>At least all of <c>admin</c>.</summary>
    Admin,

    /// <summary>All verbs on all resources.</summary>
    Everything,
}
