using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>The shapes of the values that several records share.</summary>
internal static class Shapes
{
    public static readonly WordShape Text = new("a text");

    /// <summary>A name of this file's own: it becomes part of Kubernetes names and groups.</summary>
    public static readonly WordShape Name = new(
        "a name of at most 63 letters, digits or . _ -, which begins with a letter or digit", "[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    /// <summary>A DNS label, as https://kubernetes.io/docs/concepts/overview/working-with-objects/names/ asks for.</summary>
    public static readonly WordShape Namespace = new(
        "a namespace name of at most 63 lower-case letters, digits or -, which begins and ends with a letter or digit",
        "[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

    public static readonly ChoiceShape<Via> Via = new(
        ("auto", Spec.Via.Auto), ("aws-auth", Spec.Via.AwsAuth), ("access-entry", Spec.Via.AccessEntry), ("both", Spec.Via.Both));

    public static readonly ListShape<Word> Namespaces = new(Namespace);

    public static readonly WordShape Url = new("an address that begins with https://", "https://[^\\s/]+\\S*");

    public static readonly WordShape Account = new("the 12 digits of an AWS account", "[0-9]{12}");

    public static readonly WordShape Region = new("a Region such as eu-west-1", "[a-z]{2,}(-[a-z]+)+-[0-9]+");

    public static readonly WordShape ClusterName = new(
        "a cluster name of at most 100 letters, digits, - or _, which begins with a letter or digit", "[0-9A-Za-z][A-Za-z0-9_-]{0,99}");

    public static readonly WordShape ClusterArn = new(
        "the ARN of a cluster, such as arn:aws:eks:eu-west-1:111122223333:cluster/demo",
        "arn:aws[a-z-]*:eks:[a-z0-9-]+:[0-9]{12}:cluster/[0-9A-Za-z][A-Za-z0-9_-]{0,99}");

    /// <summary>Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html.</summary>
    public static readonly WordShape ExternalId = new(
        "an external id of 2 to 1224 letters, digits or +=,.@:/-_", "[A-Za-z0-9_+=,.@:/-]{2,1224}");

    /// <summary>Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html.</summary>
    public static readonly WordShape RoleName = new(
        "an IAM role name of at most 64 letters, digits or _+=,.@-", "[A-Za-z0-9_+=,.@-]{1,64}");

    public static readonly WordShape Repository = new(
        "a repository such as org/repo, without wildcards", "[A-Za-z0-9][A-Za-z0-9-]{0,38}/[A-Za-z0-9._-]{1,100}");

    public static readonly ArnShape RoleArn = new(
        "the ARN of an IAM role, such as arn:aws:iam::111122223333:role/NAME", PrincipalKind.Role);

    public static readonly FlagShape Flag = new();
}
