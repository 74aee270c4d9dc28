using System.Diagnostics;
using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Spec;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Iam;
using EksIamCdk.Constructs.Namespaces;
using EksMode = Amazon.CDK.AWS.EKS.AuthenticationMode;

namespace EksIamCdk.CdkApp;

/// <summary>
/// What a spec says, as resources: namespaces, then what lives in them; roles, then their bindings; principals last, so that nobody is let
/// in before what he may do is there. Ids are made of names and never of places in the file, so that moving lines changes nothing.
/// </summary>
public sealed class AccessStack : Stack
{
    private readonly MappingProvider _provider;
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
        foreach (var item in spec.Namespaces) Namespace(namespaces, item);
        _roles = new Roles(this, _provider, spec.Roles);
        var accesses = new Construct(this, "Access");
        var principals = new Construct(this, "Principals");
        foreach (var item in spec.Access) Access(accesses, principals, item);
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
            AuthenticationMode.ConfigMap => EksMode.CONFIG_MAP,
            AuthenticationMode.ApiAndConfigMap => EksMode.API_AND_CONFIG_MAP,
            AuthenticationMode.Api => EksMode.API,
            _ => throw new UnreachableException(),
        },
    });

    private void Namespace(Construct scope, NamespaceSpec item) => _ = new TeamNamespace(scope, item.Name.Text, new()
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
    });

    private static Dictionary<string, string>? Quantities(IReadOnlyList<Amount>? amounts) =>
        amounts?.ToDictionary(amount => amount.Resource, amount => amount.Written.Text);

    // Principals are declared apart from what they may do: one that goes to another access keeps its ids.
    private void Access(Construct accesses, Construct principals, AccessItem item) => _ = new TeamAccess(accesses, item.Name.Text, new()
    {
        Provider = _provider,
        Name = item.Name.Text,
        Principals = [.. item.Principals.Select(principal => Principal(principal, item.Via))],
        Via = item.Via switch
        {
            Via.Auto => MappingVia.Auto,
            Via.AwsAuth => MappingVia.AwsAuth,
            Via.AccessEntry => MappingVia.AccessEntry,
            Via.Both => MappingVia.Both,
            _ => throw new UnreachableException(),
        },
        Username = item.Username?.Text,
        Groups = Texts(item.Groups),
        Grants = [.. item.Grant.Select(_roles.Grant)],
        Expect = item.Expect is { } expect
            ? new() { Allowed = Lines(expect.Allowed), Denied = Lines(expect.Denied) }
            : null,
        PrincipalsIn = principals,
    });

    private TeamPrincipal Principal(PrincipalSpec principal, Via via) => principal switch
    {
        PrincipalSpec.Account account => TeamPrincipal.Account(account.Id.Text),
        PrincipalSpec.Arn { Value: { Kind: PrincipalKind.User } user } => TeamPrincipal.User(user.Full),
        PrincipalSpec.Arn { Value: var role } => TeamPrincipal.Role(Written(role, via)),
        PrincipalSpec.PermissionSet { Value: var role } => TeamPrincipal.Role(Written(role, via)),
        PrincipalSpec.CreateRole created => TeamPrincipal.CreatedRole(created.Name.Text, Trust(created.Trust), created.MaxSession),
        _ => throw new UnreachableException(),
    };

    // What aws-auth makes of a path is a note of the file already, with its place.
    private string Written(PrincipalArn role, Via via) =>
        via == Via.AwsAuth || (via == Via.Auto && _provider.Cluster.AuthenticationMode != EksMode.API) ? role.AsWritten : role.Full;

    private static ArnTrust Trust(TrustSpec trust) => new()
    {
        Arns = [.. trust.Arns.Select(arn => arn.Value.Full)],
        ExternalId = trust.ExternalId?.Text,
        Mfa = trust.Mfa,
    };

    private static string[] Lines(IReadOnlyList<ExpectLine> lines) => [.. lines.Select(line => line.Written.Text)];

    private static string[] Texts(IReadOnlyList<Word> words) => [.. words.Select(word => word.Text)];
}
