using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Objects;
using EksIamCdk.Constructs.Providers;

namespace EksIamCdk.Constructs;

/// <summary>One Kubernetes object, written by server-side apply. Deletion puts back what it had replaced, or removes it.</summary>
public class KubernetesObject : Construct
{
    /// <summary>The type of the custom resource.</summary>
    public const string ResourceType = "Custom::EksKubernetesObject";

    // What AmazonEKSEditPolicy lets write: https://docs.aws.amazon.com/eks/latest/userguide/access-policy-permissions.html.
    private static readonly KubernetesKind[] s_editable =
        [KubernetesKind.ConfigMap, KubernetesKind.Secret, KubernetesKind.ServiceAccount, KubernetesKind.NetworkPolicy];

    private readonly CfnResource _resource;

    /// <exception cref="ArgumentException">The manifest is wrong; all problems are listed.</exception>
    public KubernetesObject(Construct scope, string id, KubernetesObjectProps props)
        : base(scope, id)
    {
        var manifest = ManifestText.Of(Node.Path, props.Manifest);
        ObjectName = manifest.Address.Name;
        var properties = new Dictionary<string, object> { ["Manifest"] = manifest.In(Stack.Of(this)) };
        if (props.OnConflict is { } onConflict)
        {
            properties["OnConflict"] = onConflict.ToString();
        }

        if (props.OnDelete is { } onDelete)
        {
            properties["OnDelete"] = onDelete.ToString();
        }

        _resource = props.Provider.Resource(this, ResourceType, properties, Need(manifest.Address));
        props.Provider.Order(manifest.Address, manifest.Needs, _resource);
    }

    /// <summary>The object's name, as its manifest has it.</summary>
    public string ObjectName { get; }

    /// <summary>The object's uid.</summary>
    public string Uid => _resource.GetAtt("Uid").ToString()!;

    /// <summary>The object's resourceVersion after the write.</summary>
    public string ResourceVersion => _resource.GetAtt("ResourceVersion").ToString()!;

    private static FunctionNeed Need(ObjectAddress address) =>
        address.Namespace is { } ns && !Token.IsUnresolved(ns) && s_editable.Contains(address.Kind)
            ? new FunctionNeed.Edit(ns)
            : new FunctionNeed.Administration();
}
