using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Spec;
using CfnAccessEntry = Amazon.CDK.AWS.EKS.CfnAccessEntry;
using CfnAccessEntryProps = Amazon.CDK.AWS.EKS.CfnAccessEntryProps;

namespace EksIamCdk.Constructs.Access;

/// <summary>
/// One IAM principal let into a cluster: by an entry of aws-auth, an access entry of EKS, or both, from one declaration. The ids of the two do
/// not depend on <see cref="PrincipalMappingProps.Via"/>, so that a step from one to the other makes the new before the old goes. Where both
/// are, the one in force, the access entry, is written first and taken away last: the principal is never without access between them.
/// </summary>
public sealed class PrincipalMapping : Construct
{
    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public PrincipalMapping(Construct scope, string id, PrincipalMappingProps props)
        : base(scope, id)
    {
        var problems = new ConstructProblems(Node.Path);
        var principal = Parsed(props.RoleArn ?? props.UserArn);
        var ways = Ways.Of(props.Via, props.Provider.Cluster, problems);
        if (props.AccountId is not null) ways = OfAccount(props, ways, problems);
        var groups = AccessEntryGroups.Of(props.Groups ?? []);
        var policies = Policies(props, groups);
        var entry = new AwsAuthEntryProps
        {
            Provider = props.Provider,
            RoleArn = props.RoleArn is null ? null : principal?.AsWritten ?? props.RoleArn,
            UserArn = props.UserArn,
            AccountId = props.AccountId,
            Username = props.Username ?? (principal is null or { Kind: PrincipalKind.Root } ? null : Usernames.Default(principal)),
            Groups = props.Groups,
            OnConflict = props.OnConflict,
        };
        AwsAuthEntry.Validate(entry, problems, usernameRequired: ways.AwsAuth);
        if (ways.AwsAuth) ValidateForAwsAuth(entry, problems);
        if (ways.AccessEntry) ValidateForAccessEntry(principal, entry, groups, policies, problems);
        if (!ways.AwsAuth && props.OnConflict == OnConflict.Adopt)
        {
            problems.Add("OnConflict", "Adopt", "Fail: CloudFormation cannot adopt an access entry");
        }
        if (!ways.AccessEntry && props.AccessPolicies is [var policy, ..])
        {
            problems.Add("AccessPolicies", policy.Name, "none, or Via AccessEntry or Both: aws-auth knows no access policies");
        }

        problems.Throw();

        var access = ways.AccessEntry ? AccessEntry(props, entry.Username, groups, policies) : null;
        if (ways.AwsAuth)
        {
            var resource = AwsAuthEntry.Resource(this, entry);
            if (access is not null) resource.Node.AddDependency(access);
            if (principal is { Kind: PrincipalKind.Role, Path: not "/" })
            {
                Note.Add(
                    this,
                    "role-path-stripped",
                    $"The role path {principal.Path} is stripped: aws-auth is matched without it, as {principal.AsWritten}.");
            }
        }
    }

    private CfnAccessEntry AccessEntry(
        PrincipalMappingProps props, string? username, AccessEntryGroups groups, IReadOnlyList<EntryPolicy> policies)
    {
        if (groups.IsClusterAdmin)
        {
            Note.Add(
                this,
                "masters-by-policy",
                $"The group {AccessEntryGroups.Masters} becomes the policy {AccessPolicy.ClusterAdmin} of the access entry.");
        }

        return new CfnAccessEntry(this, "AccessEntry", new CfnAccessEntryProps
        {
            ClusterName = props.Provider.Cluster.Name,
            PrincipalArn = props.RoleArn ?? props.UserArn!,
            Type = AccessEntryTypes.Name(AccessEntryType.Standard),
            Username = username,
            KubernetesGroups = groups.Groups.Count == 0 ? null : [.. groups.Groups],
            AccessPolicies = policies.Count == 0 ? null : policies.Select(policy => policy.In(Stack.Of(this))).ToArray(),
        });
    }

    private Ways OfAccount(PrincipalMappingProps props, Ways ways, ConstructProblems problems)
    {
        if (!ways.AwsAuth)
        {
            problems.Add("AccountId", props.AccountId, "its roles and users one by one: access entries have none for a whole account");
        }
        else if (ways.AccessEntry)
        {
            Note.Add(
                this,
                "account-by-aws-auth", $"The account {props.AccountId} is let in by aws-auth alone: access entries have none for it.");
        }

        return new(AwsAuth: true, AccessEntry: false);
    }

    private static IReadOnlyList<EntryPolicy> Policies(PrincipalMappingProps props, AccessEntryGroups groups)
    {
        var given = props.AccessPolicies ?? [];
        var isGiven = given.Any(policy => policy is { Name: AccessPolicy.ClusterAdmin, Namespaces: null });
        return groups.IsClusterAdmin && !isGiven ? [EntryPolicy.ClusterWide(AccessPolicy.ClusterAdmin), .. given] : given;
    }

    private static void ValidateForAwsAuth(AwsAuthEntryProps entry, ConstructProblems problems)
    {
        if (entry.Username is { } username && username.StartsWith("system:", StringComparison.Ordinal))
        {
            problems.Add("Username", username, "one that does not begin with system:, which is Kubernetes' own");
        }
    }

    private static void ValidateForAccessEntry(
        PrincipalArn? principal,
        AwsAuthEntryProps entry,
        AccessEntryGroups groups,
        IReadOnlyList<EntryPolicy> policies,
        ConstructProblems problems)
    {
        if (principal is not null && AccessEntryPrincipal.WhatIsWrong(principal) is { } wrong)
        {
            problems.Add(principal.Kind == PrincipalKind.User ? "UserArn" : "RoleArn", principal.Full, wrong);
        }

        if (entry.Username is { } username && !Token.IsUnresolved(username) && AccessEntryUsername.WhatIsWrong(username) is { } wrongUsername)
        {
            problems.Add("Username", username, wrongUsername);
        }

        foreach (var group in groups.Refused)
        {
            problems.Add("Groups", group, $"no group of system: but {AccessEntryGroups.Masters} on an access entry, which refuses them");
        }

        foreach (var policy in policies.GroupBy(policy => policy.Name).Where(same => same.Count() > 1))
        {
            problems.Add("AccessPolicies", policy.Key, "each policy once, with all its namespaces");
        }
    }

    // What is wrong with an ARN is said where the properties are checked.
    private static PrincipalArn? Parsed(string? arn) =>
        arn is null || Token.IsUnresolved(arn) ? null : PrincipalArn.Parse("", arn, new ProblemList());
}
