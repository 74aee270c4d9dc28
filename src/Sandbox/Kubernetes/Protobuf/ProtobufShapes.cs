namespace EksIamCdk.Sandbox.Kubernetes.Protobuf;

internal enum ProtobufKind
{
    Text,
    Bytes,
    Flag,
    Integer,
    Message,

    /// <summary>Entries of a text and a value.</summary>
    Map,
}

/// <summary>One field of a message.</summary>
/// <param name="Number">As the published .proto files number it.</param>
/// <param name="Name">Of the JSON member.</param>
/// <param name="Kind">Of the value.</param>
internal sealed record ProtobufField(int Number, string Name, ProtobufKind Kind)
{
    public bool Repeated { get; init; }

    /// <summary>The fields of a message.</summary>
    public IReadOnlyList<ProtobufField> Message { get; init; } = [];

    /// <summary>What the values of a map are; a quantity is a message whose first field is its text.</summary>
    public ProtobufKind Value { get; init; }
}

/// <summary>The messages that kubectl sends as Protocol Buffers when it creates objects and asks for reviews.</summary>
internal static class ProtobufShapes
{
    private static readonly ProtobufField Metadata = Message(
        1, "metadata", Text(1, "name"), Text(2, "generateName"), Text(3, "namespace"), Text(5, "uid"), Text(6, "resourceVersion"), Map(11, "labels"), Map(12, "annotations"),
        Texts(14, "finalizers"));

    private static readonly ProtobufField Rules = Messages(
        2, "rules", Texts(1, "verbs"), Texts(2, "apiGroups"), Texts(3, "resources"), Texts(4, "resourceNames"), Texts(5, "nonResourceURLs"));

    private static readonly ProtobufField[] Binding =
    [
        Metadata, Messages(2, "subjects", Text(1, "kind"), Text(2, "apiGroup"), Text(3, "name"), Text(4, "namespace")),
        Message(3, "roleRef", Text(1, "apiGroup"), Text(2, "kind"), Text(3, "name")),
    ];

    private static readonly ProtobufField ResourceAttributes = Message(
        1, "resourceAttributes", Text(1, "namespace"), Text(2, "verb"), Text(3, "group"), Text(4, "version"), Text(5, "resource"), Text(6, "subresource"), Text(7, "name"));

    private static readonly ProtobufField NonResourceAttributes = Message(2, "nonResourceAttributes", Text(1, "path"), Text(2, "verb"));

    private static readonly Dictionary<string, ProtobufField[]> Known = new(StringComparer.Ordinal)
    {
        ["Namespace"] = [Metadata, Message(2, "spec")],
        ["ConfigMap"] = [Metadata, Map(2, "data"), Map(3, "binaryData", ProtobufKind.Bytes), Flag(4, "immutable")],
        ["Secret"] = [Metadata, Map(2, "data", ProtobufKind.Bytes), Text(3, "type"), Map(4, "stringData"), Flag(5, "immutable")],
        ["ServiceAccount"] = [Metadata, Messages(3, "imagePullSecrets", Text(1, "name")), Flag(4, "automountServiceAccountToken")],
        ["ResourceQuota"] = [Metadata, Message(2, "spec", Map(1, "hard", ProtobufKind.Message), Texts(2, "scopes"))],
        ["Role"] = [Metadata, Rules],
        ["ClusterRole"] = [Metadata, Rules, Message(3, "aggregationRule", Messages(1, "clusterRoleSelectors", Map(1, "matchLabels")))],
        ["RoleBinding"] = Binding,
        ["ClusterRoleBinding"] = Binding,
        ["SelfSubjectAccessReview"] = [Message(2, "spec", ResourceAttributes, NonResourceAttributes)],
        ["SelfSubjectRulesReview"] = [Message(2, "spec", Text(1, "namespace"))],
        ["SubjectAccessReview"] = [Message(2, "spec", ResourceAttributes, NonResourceAttributes, Text(3, "user"), Texts(4, "groups"), Text(6, "uid"))],
    };

    /// <summary>The fields of a kind; null when it is only known as JSON.</summary>
    public static IReadOnlyList<ProtobufField>? Find(string kind) => Known.GetValueOrDefault(kind);

    private static ProtobufField Text(int number, string name) => new(number, name, ProtobufKind.Text);

    private static ProtobufField Texts(int number, string name) => Text(number, name) with { Repeated = true };

    private static ProtobufField Flag(int number, string name) => new(number, name, ProtobufKind.Flag);

    private static ProtobufField Map(int number, string name, ProtobufKind value = ProtobufKind.Text) => new(number, name, ProtobufKind.Map) { Value = value };

    private static ProtobufField Message(int number, string name, params ProtobufField[] fields) => new(number, name, ProtobufKind.Message) { Message = fields };

    private static ProtobufField Messages(int number, string name, params ProtobufField[] fields) => Message(number, name, fields) with { Repeated = true };
}
