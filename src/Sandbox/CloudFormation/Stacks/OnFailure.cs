namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>What becomes of a stack when an operation on it fails.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stack-failure-options.html"/></summary>
internal enum OnFailure
{
    Rollback,

    /// <summary>It stays as it is, to be repaired or rolled back later.</summary>
    DoNothing,

    /// <summary>Of a creation: the stack goes.</summary>
    Delete,
}
