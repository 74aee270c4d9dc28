using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Spec;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Iam;

namespace EksIamCdk.Constructs.Automation;

/// <summary>
/// CI/CD without stored keys: a role that pipelines of one repository or project assume, that may only describe the cluster in AWS, and that is
/// let into the cluster with what it is granted there.
/// </summary>
public sealed class AutomationAccess : Construct
{
    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public AutomationAccess(Construct scope, string id, AutomationAccessProps props)
        : base(scope, id)
    {
        Validate(props);
        var web = props.GitHub?.Trust() ?? props.GitLab?.Trust();
        var role = new ClusterAccessRole(this, "Role", new()
        {
            Cluster = props.Provider.Cluster,
            Trust = web ?? (TrustPolicy)props.AssumedBy!,
            MaxSession = props.MaxSession,
            Description = $"Lets the automation {props.Name} find the cluster {props.Provider.Cluster.Name}",
        });
        // The trust names the provider by its ARN, which is made of account and issuer.
        var exists = (props.GitHub?.ProviderExists ?? props.GitLab?.ProviderExists) == true;
        if (web is not null && !exists) role.Node.AddDependency(OidcProviders.Of(Stack.Of(this), web));
        RoleArn = role.RoleArn;
        _ = new TeamAccess(this, "Access", new()
        {
            Provider = props.Provider,
            Name = props.Name,
            Principals = [TeamPrincipal.Role(RoleArn)],
            Via = props.Via,
            Username = props.Username ?? Usernames.Default(props.Name),
            Groups = props.Groups,
            Grants = props.Grants,
            Expect = props.Expect,
        });
    }

    /// <summary>The role that the pipelines assume.</summary>
    public string RoleArn { get; }

    private void Validate(AutomationAccessProps props)
    {
        var problems = new ConstructProblems(Node.Path);
        problems.Required(nameof(props.Name), props.Name, "the name of the automation");
        var sources = new object?[] { props.GitHub, props.GitLab, props.AssumedBy }.Count(source => source is not null);
        if (sources != 1) problems.Add("GitHub, GitLab, AssumedBy", sources == 0 ? null : "more than one", "exactly one of them");
        props.GitHub?.Validate(nameof(props.GitHub), problems);
        props.GitLab?.Validate(nameof(props.GitLab), problems);
        props.AssumedBy?.Validate(nameof(props.AssumedBy), problems);
        ClusterAccessRole.ValidateMaxSession(nameof(props.MaxSession), props.MaxSession, problems);
        problems.Throw();
    }
}
