using EksIamCdk.Access.Principals;

namespace EksIamCdk.Access.AccessEntries;

/// <summary>
/// The username of an access entry. Source of the rules:
/// https://docs.aws.amazon.com/eks/latest/userguide/creating-access-entries.html.
/// </summary>
public static class AccessEntryUsername
{
    /// <summary>What a username may not begin with.</summary>
    public static IReadOnlyList<string> Reserved { get; } = ["system:", "eks:", "aws:", "amazon:", "iam:"];

    /// <summary>What is right instead of a username that EKS refuses, in the words of an error; null when it takes it.</summary>
    public static string? WhatIsWrong(string username)
    {
        if (Reserved.FirstOrDefault(prefix => username.StartsWith(prefix, StringComparison.Ordinal)) is { } prefix)
        {
            return $"a username that does not begin with {prefix}, which access entries refuse";
        }

        var session = username.IndexOf("{{SessionName", StringComparison.Ordinal);
        if (session < 0 || username[..session].Contains(':')) return null;
        var before = username[..session].TrimEnd('-', '/', '.', '_');
        return $"a colon before {{{{SessionName}}}} in an access entry, such as {(before.Length == 0 ? "NAME" : before)}:{username[session..]}";
    }

    /// <summary>The username that EKS gives an entry without one.</summary>
    public static string Default(PrincipalArn principal, AccessEntryType type) => type switch
    {
        AccessEntryType.Ec2Linux or AccessEntryType.Ec2Windows or AccessEntryType.Ec2 => NodeIdentity.Ec2Username,
        AccessEntryType.FargateLinux or AccessEntryType.HybridLinux or AccessEntryType.HyperpodLinux => NodeIdentity.SessionUsername,
        _ when principal.Kind == PrincipalKind.User => principal.Full,
        _ => $"arn:{principal.Partition}:sts::{principal.AccountId}:assumed-role/{principal.Name}/{{{{SessionName}}}}",
    };
}
