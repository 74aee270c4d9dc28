namespace EksIamCdk.Constructs.Access;

/// <summary>How a principal is let into a cluster.</summary>
public enum MappingVia
{
    /// <summary>By the cluster's mode: an access entry where aws-auth is not read (API), else aws-auth.</summary>
    Auto,

    /// <summary>By an entry of aws-auth.</summary>
    AwsAuth,

    /// <summary>By an access entry of EKS.</summary>
    AccessEntry,

    /// <summary>By both, of which the access entry is in force: the step between aws-auth and access entries.</summary>
    Both,
}
