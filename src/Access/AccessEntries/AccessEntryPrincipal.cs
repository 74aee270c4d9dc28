using EksIamCdk.Access.Principals;

namespace EksIamCdk.Access.AccessEntries;

/// <summary>The principal of an access entry: an IAM role or user, with its path.</summary>
public static class AccessEntryPrincipal
{
    private const string ServiceLinked = "/aws-service-role/";

    /// <summary>What is right instead of a principal that EKS refuses, in the words of an error; null when it takes it.</summary>
    /// <param name="principal">The principal. Sessions are refused by <see cref="PrincipalArn.Parse"/> already.</param>
    public static string? WhatIsWrong(PrincipalArn principal) => principal switch
    {
        { Kind: PrincipalKind.Root } => "an IAM role or user: access entries have none for a whole account",
        { Kind: PrincipalKind.Role, Path: var path } when path.StartsWith(ServiceLinked, StringComparison.Ordinal) =>
            "a role that is not service-linked: access entries refuse those",
        _ => null,
    };
}
