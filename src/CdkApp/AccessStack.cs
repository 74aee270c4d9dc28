using System.Diagnostics;
using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Spec;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Namespaces;

namespace EksIamCdk.CdkApp;

/// <summary>
/// What a spec says, as resources: namespaces, then what lives in them; roles, then their bindings; principals last, so that nobody is let
/// in before what he may do is there. Ids are made of names and never of places in the file, so that moving lines changes nothing.
/// </summary>
public sealed class AccessStack : Stack
{
    private readonly MappingProvider _provider;
    private readonly Dictionary<string, KubernetesNamespace> _namespaces = [];
    private readonly Roles _roles;

    public AccessStack(Construct scope, string id, SpecFile file, Amazon.CDK.Environment env, string? packageDirectory = null)
        : base(scope, id, Props(file.Spec, env))
    {
        var spec = file.Spec;
        _provider = new MappingProvider(this, "Provider", new() { Cluster = Target(spec.Cluster), PackageDirectory = packageDirectory });
        _ = new CfnOutput(this, "FunctionRoleArn", new CfnOutputProps
        {
            Value = _provider.Role.RoleArn,
            Description = "The role of the function, which the cluster lets in",
        });
        var namespaces = new Construct(this, "Namespaces");
        foreach (var item in spec.Namespaces) _namespaces[item.Name.Text] = Namespace(namespaces, item);
        _roles = new Roles(this, _provider, _namespaces, spec.Roles);
        var bindings = new Construct(this, "Access");
        var principals = new Construct(this, "Principals");
        foreach (var item in spec.Access) Access(bindings, principals, item);
        foreach (var note in file.Notes) Annotations.Of(this).AddInfo(note.In(file.Path));
    }

    // Nothing but the template itself is needed in the account: no rule about the version of the bootstrap stack, which the CLI checks too.
    private static StackProps Props(AccessSpec spec, Amazon.CDK.Environment env) => new()
    {
        StackName = $"eks-iam-access-{spec.Cluster.Name.Text.Replace('_', '-')}",
        Description = $"Who may do what in the EKS cluster {spec.Cluster.Name}",
        Env = env,
        Synthesizer = new DefaultStackSynthesizer(new DefaultStackSynthesizerProps { GenerateBootstrapVersionRule = false }),
    };

    private static ClusterTarget Target(ClusterSpec cluster) => ClusterTarget.FromAttributes(new()
    {
        Name = cluster.Name.Text,
        Arn = cluster.Arn?.Text,
        Endpoint = cluster.Endpoint?.Text,
        CertificateAuthorityData = cluster.CertificateAuthorityData?.Text,
        OidcIssuer = cluster.OidcIssuer?.Text,
        Region = cluster.Region?.Text,
        AccessRoleArn = cluster.AccessRoleArn?.Text,
        ExternalId = cluster.ExternalId?.Text,
        AuthenticationMode = cluster.AuthenticationMode switch
        {
            AuthenticationMode.ConfigMap => Amazon.CDK.AWS.EKS.AuthenticationMode.CONFIG_MAP,
            AuthenticationMode.ApiAndConfigMap => Amazon.CDK.AWS.EKS.AuthenticationMode.API_AND_CONFIG_MAP,
            AuthenticationMode.Api => Amazon.CDK.AWS.EKS.AuthenticationMode.API,
            _ => throw new UnreachableException(),
        },
    });

    private KubernetesNamespace Namespace(Construct scope, NamespaceSpec item) => new TeamNamespace(scope, item.Name.Text, new()
    {
        Provider = _provider,
        Name = item.Name.Text,
        PodSecurity = item.PodSecurity switch
        {
            null => null,
            PodSecurity.Privileged => PodSecurityLevel.Privileged,
            PodSecurity.Baseline => PodSecurityLevel.Baseline,
            PodSecurity.Restricted => PodSecurityLevel.Restricted,
            _ => throw new UnreachableException(),
        },
        Quota = Quantities(item.Quota),
        DefaultLimit = Quantities(item.Limits?.Default),
        DefaultRequest = Quantities(item.Limits?.DefaultRequest),
        Network = item.Network switch
        {
            null or NetworkDefault.Open => NetworkDefaults.Open,
            NetworkDefault.DenyIngress => NetworkDefaults.DenyIngress,
            NetworkDefault.DenyAll => NetworkDefaults.DenyAll,
            _ => throw new UnreachableException(),
        },
    }).Namespace;

    private static Dictionary<string, string>? Quantities(IReadOnlyList<Amount>? amounts) =>
        amounts?.ToDictionary(amount => amount.Resource, amount => amount.Written.Text);

    private void Access(Construct bindings, Construct principals, AccessItem item)
    {
        var granted = new Construct(bindings, item.Name.Text);
        foreach (var grant in item.Grant) _roles.Bind(granted, item.Name.Text, grant);
        foreach (var principal in item.Principals) Map(principals, item, principal).Node.AddDependency(granted);
    }

    private AwsAuthEntry Map(Construct scope, AccessItem item, PrincipalSpec principal)
    {
        var groups = item.Groups.Select(group => group.Text);
        if (item.Grant.Count > 0) groups = groups.Prepend(AccessGroups.Of(item.Name.Text));
        switch (principal)
        {
            case PrincipalSpec.Account account:
                return new(scope, $"account-{account.Id}", new() { Provider = _provider, AccountId = account.Id.Text });
            case PrincipalSpec.Arn { Value: var arn }:
                var isRole = arn.Kind == EksIamCdk.Access.Principals.PrincipalKind.Role;
                return new(scope, $"{(isRole ? "role" : "user")}-{arn.AccountId}-{arn.Name}", new()
                {
                    Provider = _provider,
                    RoleArn = isRole ? arn.AsWritten : null,
                    UserArn = isRole ? null : arn.Full,
                    Username = item.Username?.Text ?? Usernames.Default(arn),
                    Groups = groups.Distinct().ToArray(),
                });
            default:
                throw new UnreachableException();
        }
    }
}
