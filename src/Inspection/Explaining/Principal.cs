using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Inspection.Explaining;

/// <summary>Somebody who may come to a cluster.</summary>
public abstract record Principal
{
    private const string ServiceAccountPrefix = "system:serviceaccount:";

    private Principal()
    {
    }

    /// <summary>An IAM role, user or root, or a session of one.</summary>
    /// <param name="Arn">As it was asked for.</param>
    /// <param name="CallerArn">As sts:GetCallerIdentity tells it, without a role's path; without a session for a role of which none is known.</param>
    /// <param name="Session">The name of the session; null where none is known. Empty for those that have none.</param>
    public sealed record Iam(string Arn, string CallerArn, string? Session) : Principal
    {
        /// <summary>12 digits.</summary>
        public string AccountId => CallerArn.Split(':')[4];

        /// <summary>The role's or user's name, without path and session.</summary>
        public string Name => CallerArn.Split(':', 6)[5].Split('/') is ["assumed-role", var role, ..] ? role : Arn[(Arn.LastIndexOf('/') + 1)..];

        /// <summary>Whether it is a role or a session of one.</summary>
        public bool IsRole => CallerArn.Split(':', 6)[5] is var resource
            && (resource.StartsWith("role/", StringComparison.Ordinal) || resource.StartsWith("assumed-role/", StringComparison.Ordinal));

        /// <summary>Of the node, for <c>{{EC2PrivateDNSName}}</c>; null where it is not known.</summary>
        public string? Ec2PrivateDnsName { get; init; }

        public override string ToString() => Arn;
    }

    /// <summary>A service account of the cluster.</summary>
    public sealed record ServiceAccount(string Namespace, string Name) : Principal
    {
        public override string ToString() => $"{ServiceAccountPrefix}{Namespace}:{Name}";
    }

    /// <summary>
    /// Reads <c>arn:…:role/PATH/NAME</c>, <c>…:user/…</c>, <c>…:root</c>, a session <c>arn:…:sts::…:assumed-role/NAME/SESSION</c> or
    /// <c>…:federated-user/NAME</c>, or <c>system:serviceaccount:NAMESPACE:NAME</c>.
    /// </summary>
    /// <param name="path">What it is a property of, for problems.</param>
    /// <param name="text">The principal.</param>
    /// <param name="session">The name of the session, where a role is asked for; null where none is known.</param>
    /// <param name="problems">Takes what is wrong.</param>
    /// <returns>Null when a problem was added.</returns>
    public static Principal? Parse(string path, string text, string? session, ProblemList problems)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(problems);
        if (text.StartsWith(ServiceAccountPrefix, StringComparison.Ordinal))
        {
            if (text.Split(':') is [_, _, { Length: > 0 } ns, { Length: > 0 } name]) return new ServiceAccount(ns, name);
            problems.Add(path, text, "system:serviceaccount:NAMESPACE:NAME");
            return null;
        }

        if (Authenticator.Canonicalize(text) is { } && text.Split(':', 6) is [_, _, "sts", _, _, var resource])
        {
            return new Iam(text, text, resource.StartsWith("assumed-role/", StringComparison.Ordinal) ? text[(text.LastIndexOf('/') + 1)..] : "");
        }

        return PrincipalArn.Parse(path, text, problems) is not { } arn
            ? null
            : arn.Kind == PrincipalKind.Role ? Role(arn, session) : new Iam(text, arn.Full, "");
    }

    /// <summary>A role, or a session of it where one is known.</summary>
    public static Iam Role(PrincipalArn role, string? session)
    {
        ArgumentNullException.ThrowIfNull(role);
        return session is null
            ? new Iam(role.Full, role.AsWritten, null)
            : new Iam(role.Full, $"arn:{role.Partition}:sts::{role.AccountId}:assumed-role/{role.Name}/{session}", session);
    }
}
