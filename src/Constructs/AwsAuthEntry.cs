using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Constructs.Providers;

namespace EksIamCdk.Constructs;

/// <summary>One entry of the ConfigMap <c>kube-system/aws-auth</c>. No other byte changes; deletion puts back what was there.</summary>
public sealed class AwsAuthEntry : Construct
{
    /// <summary>The type of the custom resource.</summary>
    public const string ResourceType = "Custom::EksAwsAuthEntry";

    private readonly CfnResource _resource;

    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public AwsAuthEntry(Construct scope, string id, AwsAuthEntryProps props)
        : base(scope, id)
    {
        var problems = new ConstructProblems(Node.Path);
        Validate(props, problems);
        problems.Throw();
        _resource = Resource(this, props);
    }

    /// <summary>The ARN as it is written to aws-auth (a role's path stripped).</summary>
    public string Arn => _resource.GetAtt("Arn").ToString()!;

    /// <summary>The resourceVersion of the ConfigMap after the write.</summary>
    public string ResourceVersion => _resource.GetAtt("ResourceVersion").ToString()!;

    internal static CfnResource Resource(Construct scope, AwsAuthEntryProps props)
    {
        var isOfNodes = props.Username == NodeIdentity.Ec2Username;
        var need = new FunctionNeed.Edit(ObjectAddress.AwsAuth.Namespace!, SeesNodes: isOfNodes);
        return props.Provider.Resource(scope, ResourceType, Properties(props), need);
    }

    internal static void Validate(AwsAuthEntryProps props, ConstructProblems problems, bool usernameRequired = true)
    {
        var principals = new[] { props.RoleArn, props.UserArn, props.AccountId }.Count(principal => principal is not null);
        if (principals != 1)
        {
            problems.Add("RoleArn, UserArn, AccountId", principals == 0 ? null : "more than one", "exactly one of them");
        }

        problems.Principal(nameof(props.RoleArn), props.RoleArn, PrincipalKind.Role);
        problems.Principal(nameof(props.UserArn), props.UserArn, PrincipalKind.User);
        problems.AccountId(nameof(props.AccountId), props.AccountId);
        if ((props.RoleArn ?? props.UserArn ?? props.AccountId) is { } principal
            && props.Provider.Claim(Identity(principal), problems.Construct) is { } other)
        {
            problems.Add("RoleArn, UserArn, AccountId", principal, $"each principal once: {other} maps it already");
        }

        if (props.AccountId is null)
        {
            if (usernameRequired) problems.Required(nameof(props.Username), props.Username, "the Kubernetes username");
        }
        else if (props.Username is not null || props.Groups is { Count: > 0 })
        {
            problems.Add(
                "Username, Groups",
                props.Username ?? string.Join(",", props.Groups!),
                "neither: an account has its principals' ARNs as usernames, and no groups");
        }
    }

    // What another path would make of a role is the same entry.
    private static string Identity(string principal) =>
        Token.IsUnresolved(principal) || PrincipalArn.Parse("", principal, new ProblemList()) is not { } arn ? principal : arn.AsWritten;

    private static Dictionary<string, object> Properties(AwsAuthEntryProps props)
    {
        var properties = new Dictionary<string, object>();
        Put("RoleArn", props.RoleArn);
        Put("UserArn", props.UserArn);
        Put("AccountId", props.AccountId);
        Put("Username", props.Username);
        Put("Groups", props.AccountId is null ? props.Groups?.ToArray() : null);
        Put("OnConflict", props.OnConflict?.ToString());
        Put("AllowLockout", props.AllowLockout);
        return properties;

        void Put(string name, object? value)
        {
            if (value is not null)
            {
                properties[name] = value;
            }
        }
    }
}
