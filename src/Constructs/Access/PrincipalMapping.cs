using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Constructs.Providers;
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
    /// <summary>The type of the custom resource of an access entry that may be adopted.</summary>
    public const string AccessEntryResourceType = "Custom::EksAccessEntry";

    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public PrincipalMapping(Construct scope, string id, PrincipalMappingProps props)
        : base(scope, id)
    {
        var problems = new ConstructProblems(Node.Path);
        var plan = MappingPlan.Of(props, problems);
        problems.Throw();

        var access = plan.Ways.AccessEntry ? AccessEntry(props, plan) : null;
        if (access is not null) props.Provider.Order(access);
        if (plan.Ways.AwsAuth)
        {
            var entry = AwsAuthEntry.Resource(this, plan.Entry);
            if (access is not null) entry.Node.AddDependency(access);
        }

        AddNotes(props, plan);
    }

    private CfnResource AccessEntry(PrincipalMappingProps props, MappingPlan plan) =>
        props.OnConflict == OnConflict.Adopt ? AdoptableEntry(props, plan) : NativeEntry(props, plan);

    /// <summary>CloudFormation cannot adopt an access entry: the function does.</summary>
    private CfnResource AdoptableEntry(PrincipalMappingProps props, MappingPlan plan)
    {
        var principal = props.RoleArn ?? props.UserArn!;
        var properties = new Dictionary<string, object> { ["PrincipalArn"] = principal, ["OnConflict"] = OnConflict.Adopt.ToString() };
        if (plan.Entry.Username is { } username) properties["Username"] = username;
        if (plan.Groups.Groups.Count > 0) properties["KubernetesGroups"] = plan.Groups.Groups.ToArray();
        if (plan.Policies.Count > 0) properties["AccessPolicies"] = plan.Policies.Select(policy => policy.PropertiesIn(Stack.Of(this))).ToArray();
        return props.Provider.Resource(
            new Construct(this, "AdoptableEntry"), AccessEntryResourceType, properties, new FunctionNeed.AccessEntry(principal, props.RoleArn is not null));
    }

    private CfnAccessEntry NativeEntry(PrincipalMappingProps props, MappingPlan plan) => new(this, "AccessEntry", new CfnAccessEntryProps
    {
        ClusterName = props.Provider.Cluster.Name,
        PrincipalArn = props.RoleArn ?? props.UserArn!,
        Type = AccessEntryTypes.Name(AccessEntryType.Standard),
        Username = plan.Entry.Username,
        KubernetesGroups = plan.Groups.Groups.Count == 0 ? null : [.. plan.Groups.Groups],
        AccessPolicies = plan.Policies.Count == 0 ? null : plan.Policies.Select(policy => policy.In(Stack.Of(this))).ToArray(),
    });

    private void AddNotes(PrincipalMappingProps props, MappingPlan plan)
    {
        if (plan is { Ways.AwsAuth: true, Principal: { Kind: PrincipalKind.Role, Path: not "/" } role })
        {
            Note.Add(this, "role-path-stripped", $"The role path {role.Path} is stripped: aws-auth is matched without it, as {role.AsWritten}.");
        }

        if (plan is { Ways.AccessEntry: true, Groups.IsClusterAdmin: true })
        {
            Note.Add(
                this,
                "masters-by-policy",
                $"The group {AccessEntryGroups.Masters} becomes the policy {AccessPolicy.ClusterAdmin} of the access entry.");
        }

        if (props is { AccountId: { } account, Via: MappingVia.Both })
        {
            Note.Add(this, "account-by-aws-auth", $"The account {account} is let in by aws-auth alone: access entries have none for it.");
        }
    }
}
