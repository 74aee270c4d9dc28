using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Principals;
using EksIamCdk.Constructs.Access;

namespace EksIamCdk.Constructs.ArgoCd;

/// <summary>
/// A cluster as a target of an Argo CD in another: its roles are let in as administrators, by a binding of their own, and then the cluster is
/// registered there by a Secret. Source of the Secret's form:
/// https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/#clusters.
/// </summary>
public sealed class ArgoCdTarget : Construct
{
    // No access of a spec can have this name, and with it this group: they have no colon.
    private const string Controllers = "argocd:controllers";

    private static readonly JsonSerializerOptions s_plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public ArgoCdTarget(Construct scope, string id, ArgoCdTargetProps props)
        : base(scope, id)
    {
        Validate(props);
        var controllers = new TeamAccess(this, "Controllers", new()
        {
            Provider = props.Provider,
            Name = Controllers,
            Principals = [.. props.ControllerRoleArns.Select(TeamPrincipal.Role)],
            Via = props.Via,
            Grants = [TeamGrant.Profile(TeamProfile.ClusterAdmin)],
            PrincipalsIn = props.PrincipalsIn,
        });
        if (props.RegisterIn is { } registry)
        {
            Secret(props, registry).Node.AddDependency(controllers.LetIn);
        }
    }

    private KubernetesObject Secret(ArgoCdTargetProps props, ArgoCdRegistry registry)
    {
        var target = props.Provider;
        var labels = new Dictionary<string, string>(props.Labels ?? new Dictionary<string, string>())
        {
            ["argocd.argoproj.io/secret-type"] = "cluster",
        };
        return new KubernetesObject(this, "Secret", new()
        {
            Provider = registry.Provider(this, target),
            Manifest = new Dictionary<string, object>
            {
                ["apiVersion"] = KubernetesKind.Secret.ApiVersion,
                ["kind"] = KubernetesKind.Secret.Kind,
                ["metadata"] = new Dictionary<string, object>
                {
                    ["name"] = props.SecretName ?? DefaultName(target.Cluster),
                    ["namespace"] = registry.Namespace,
                    ["labels"] = labels,
                },
                ["type"] = "Opaque",
                // The function writes it as data, whose keys server-side apply owns one by one. Fn::Base64 is no way: inside JSON text, CDK
                // escapes the quotes of what is encoded.
                ["stringData"] = new Dictionary<string, object>
                {
                    ["name"] = props.DisplayName ?? target.Cluster.Name,
                    ["server"] = target.Endpoint,
                    ["config"] = Config(props),
                },
            },
        });
    }

    // What tokens stand for here (names, ARNs, base64) is the same in JSON.
    private static string Config(ArgoCdTargetProps props)
    {
        var awsAuth = new JsonObject { ["clusterName"] = props.Provider.Cluster.Name };
        if (props.AssumeRoleArn is { } role) awsAuth["roleARN"] = role;
        var tls = new JsonObject { ["insecure"] = false, ["caData"] = props.Provider.CertificateAuthorityData };
        return new JsonObject { ["awsAuthConfig"] = awsAuth, ["tlsClientConfig"] = tls }.ToJsonString(s_plain);
    }

    // Clusters of several accounts and Regions may have one name.
    private string DefaultName(ClusterTarget cluster)
    {
        var stack = Stack.Of(this);
        var account = Part(cluster.Arn, 4) ?? Part(cluster.AccessRoleArn, 4) ?? stack.Account;
        var region = Part(cluster.Arn, 3) ?? cluster.Region ?? stack.Region;
        var name = Token.IsUnresolved(cluster.Name) ? cluster.Name : cluster.Name.ToLowerInvariant().Replace('_', '-');
        return $"cluster-{name}-{account}-{region}";
    }

    private static string? Part(string? arn, int index) => arn is null || Token.IsUnresolved(arn) ? null : arn.Split(':')[index];

    private void Validate(ArgoCdTargetProps props)
    {
        var problems = new ConstructProblems(Node.Path);
        if (props.ControllerRoleArns.Count == 0) problems.Add(nameof(props.ControllerRoleArns), null, "at least one role");
        for (var i = 0; i < props.ControllerRoleArns.Count; i++)
        {
            problems.Principal($"{nameof(props.ControllerRoleArns)}[{i}]", props.ControllerRoleArns[i], PrincipalKind.Role);
        }

        if (props.AssumeRoleArn is { } role && !props.ControllerRoleArns.Contains(role))
        {
            problems.Add(nameof(props.AssumeRoleArn), role, $"one of {nameof(props.ControllerRoleArns)}: they are who the cluster lets in");
        }

        if (props.RegisterIn is null && (props.AssumeRoleArn ?? props.DisplayName ?? props.SecretName) is { } unused)
        {
            problems.Add("AssumeRoleArn, DisplayName, SecretName", unused, "none without RegisterIn: they are for the Secret");
        }

        problems.Throw();
    }
}
