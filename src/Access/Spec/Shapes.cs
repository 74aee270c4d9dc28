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

    public static readonly ListShape<Word> Namespaces = new(Namespace);

    public static readonly WordShape Url = new("an address that begins with https://", "https://[^\\s/]+\\S*");
}
