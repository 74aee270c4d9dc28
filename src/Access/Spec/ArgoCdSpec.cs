using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>This cluster as a target of an Argo CD that runs in another.</summary>
public sealed record ArgoCdSpec
{
    internal static readonly RecordShape<ArgoCdSpec> Shape = new("argocd", fields => new()
    {
        ControllerRoles = fields.Required(
            "controllerRoles", "the roles that Argo CD comes with", new ListShape<WrittenArn>(Shapes.RoleArn), []),
        RegisterIn = fields.Optional(
            "registerIn", "the cluster of Argo CD, where the Secret of this cluster is written", RegisterInSpec.Shape),
    });

    public required Items<WrittenArn> ControllerRoles { get; init; }

    /// <summary>Null where it is left out: the Secret is somebody else's.</summary>
    public required RegisterInSpec? RegisterIn { get; init; }
}
