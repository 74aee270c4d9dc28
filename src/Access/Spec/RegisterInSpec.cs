using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>The cluster in which Argo CD runs.</summary>
public sealed record RegisterInSpec
{
    internal static readonly RecordShape<RegisterInSpec> Shape = new("registerIn", fields => new()
    {
        Cluster = fields.Required("cluster", "the name of the cluster of Argo CD", Shapes.ClusterName, Word.Missing),
        Namespace = fields.Optional(
            "namespace", "the namespace of Argo CD there; default: argocd", Shapes.Namespace) ?? new Word("argocd", fields.At),
        Region = fields.Optional("region", "the Region of that cluster, where it is not that of the stack", Shapes.Region),
        Arn = fields.Optional("arn", "the ARN of that cluster", Shapes.ClusterArn),
        AccessRoleArn = fields.Optional("accessRoleArn", "a cluster of another account: the role to assume there", Shapes.RoleArn),
        ExternalId = fields.Optional("externalId", "the external id that the role of accessRoleArn asks for", Shapes.ExternalId),
    });

    public required Word Cluster { get; init; }

    public required Word Namespace { get; init; }

    public required Word? Region { get; init; }

    public required Word? Arn { get; init; }

    public required WrittenArn? AccessRoleArn { get; init; }

    public required Word? ExternalId { get; init; }
}
