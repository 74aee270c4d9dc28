using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>Logs of the control plane. Source: https://docs.aws.amazon.com/eks/latest/APIReference/API_LogSetup.html.</summary>
public enum ClusterLog
{
    Api,
    Audit,
    Authenticator,
    ControllerManager,
    Scheduler,
}

/// <summary>A cluster to make.</summary>
public sealed record CreateClusterSpec
{
    private static readonly WordShape s_version = new("a Kubernetes version such as \"1.34\"", "1\\.[1-9][0-9]");

    private static readonly ChoiceShape<ClusterLog> s_log = new(
        ("api", ClusterLog.Api),
        ("audit", ClusterLog.Audit),
        ("authenticator", ClusterLog.Authenticator),
        ("controllerManager", ClusterLog.ControllerManager),
        ("scheduler", ClusterLog.Scheduler));

    internal static readonly RecordShape<CreateClusterSpec> Shape = new("create", fields => new()
    {
        At = fields.At,
        Version = fields.Required("version", "the Kubernetes version, such as \"1.34\"", s_version, Word.Missing),
        Vpc = fields.Optional("vpc", "the VPC; left out: one is made", VpcSpec.Shape) ?? VpcSpec.Default,
        EndpointAccess = fields.Optional("endpointAccess", "from where the API server can be reached", EndpointAccessSpec.Shape)
            ?? EndpointAccessSpec.Shape.Missing with { At = fields.At },
        Logging = fields.Optional("logging", "the logs of the control plane that are kept", new ChoicesShape<ClusterLog>(s_log)) ?? [],
        EncryptSecrets = fields.Optional("encryptSecrets", "a KMS key of its own for Secrets; default: false", Shapes.Flag) ?? false,
        Trail = fields.Optional(
            "trail", "a CloudTrail trail of management events, in an encrypted bucket of its own; default: false", Shapes.Flag) ?? false,
        NodeGroups = fields.Optional(
            "nodeGroups", "the managed node groups", new ListShape<NodeGroupSpec>(NodeGroupSpec.Shape, mayBeEmpty: true)) ?? [],
        Addons = fields.Optional("addons", "the add-ons of EKS, by name", new ListShape<Word>(Shapes.Text, mayBeEmpty: true)) ?? [],
        AdminRoles = fields.Required(
            "adminRoles",
            "the roles that administer the cluster: at least one, as its creator does not", new ListShape<WrittenArn>(Shapes.RoleArn), []),
    });

    public required SpecPosition At { get; init; }

    public required Word Version { get; init; }

    public required VpcSpec Vpc { get; init; }

    public required EndpointAccessSpec EndpointAccess { get; init; }

    public required Items<ClusterLog> Logging { get; init; }

    public required bool EncryptSecrets { get; init; }

    public required bool Trail { get; init; }

    public required Items<NodeGroupSpec> NodeGroups { get; init; }

    public required Items<Word> Addons { get; init; }

    public required Items<WrittenArn> AdminRoles { get; init; }
}
