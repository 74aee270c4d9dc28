namespace EksIamCdk.Access.Spec;

/// <summary>How principals are to be mapped.</summary>
public enum Via
{
    /// <summary>By the authentication mode of the cluster: aws-auth wherever it is read, else access entries.</summary>
    Auto,

    /// <summary>By an entry of aws-auth.</summary>
    AwsAuth,

    /// <summary>By an access entry.</summary>
    AccessEntry,

    /// <summary>By both.</summary>
    Both,
}

/// <summary>What a principal is mapped by.</summary>
[Flags]
public enum Backends
{
    None = 0,
    AwsAuth = 1,
    AccessEntry = 2,
}
