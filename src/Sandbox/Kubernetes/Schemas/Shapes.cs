namespace EksIamCdk.Sandbox.Kubernetes.Schemas;

/// <summary>Words to write schemas with, and the shapes that several kinds share.</summary>
internal static class Shapes
{
    public static readonly Schema Text = new Schema.Scalar(ScalarKind.Text);
    public static readonly Schema Integer = new Schema.Scalar(ScalarKind.Integer);
    public static readonly Schema Flag = new Schema.Scalar(ScalarKind.Boolean);
    public static readonly Schema Quantity = new Schema.Scalar(ScalarKind.Quantity);
    public static readonly Schema Bytes = new Schema.Scalar(ScalarKind.Bytes);
    public static readonly Schema Time = new Schema.Scalar(ScalarKind.Time);
    public static readonly Schema IntegerOrText = new Schema.Scalar(ScalarKind.IntegerOrText);

    public static readonly Schema LabelSelector = AtomicStruct(
        ("matchLabels", Map(Text)),
        ("matchExpressions", Atomic(Struct(("key", Text), ("operator", Text), ("values", Atomic(Text))))));

    public static readonly Schema Condition = Struct(
        ("type", Text), ("status", Text), ("lastTransitionTime", Time), ("lastHeartbeatTime", Time), ("reason", Text), ("message", Text));

    public static readonly Schema ObjectReference = AtomicStruct(
        ("kind", Text), ("namespace", Text), ("name", Text), ("uid", Text), ("apiVersion", Text), ("resourceVersion", Text), ("fieldPath", Text));

    public static readonly Schema PolicyRule = Struct(
        ("verbs", Atomic(Text)), ("apiGroups", Atomic(Text)), ("resources", Atomic(Text)), ("resourceNames", Atomic(Text)), ("nonResourceURLs", Atomic(Text)));

    public static readonly Schema Subject = AtomicStruct(("kind", Text), ("apiGroup", Text), ("name", Text), ("namespace", Text));

    public static readonly Schema RoleRef = Struct(("apiGroup", Text), ("kind", Text), ("name", Text));

    public static readonly Schema PolicyPort = Struct(("protocol", Text), ("port", IntegerOrText), ("endPort", Integer));

    public static readonly Schema PolicyPeer = Struct(
        ("podSelector", LabelSelector), ("namespaceSelector", LabelSelector), ("ipBlock", Struct(("cidr", Text), ("except", Atomic(Text)))));

    private static readonly Schema.Struct Metadata = Struct(
        ("name", Text), ("generateName", Text), ("namespace", Text), ("selfLink", Text), ("uid", Text), ("resourceVersion", Text), ("generation", Integer),
        ("creationTimestamp", Time), ("deletionTimestamp", Time), ("deletionGracePeriodSeconds", Integer),
        ("labels", Map(Text)), ("annotations", Map(Text)), ("finalizers", Set(Text)),
        ("ownerReferences", Keyed("uid", AtomicStruct(
            ("apiVersion", Text), ("kind", Text), ("name", Text), ("uid", Text), ("controller", Flag), ("blockOwnerDeletion", Flag)))),
        ("managedFields", Atomic(Struct(
            ("manager", Text), ("operation", Text), ("apiVersion", Text), ("time", Time), ("fieldsType", Text), ("subresource", Text),
            ("fieldsV1", new Schema.Scalar(ScalarKind.Anything))))));

    /// <summary>The members of a kind with those that every kind has.</summary>
    public static Schema.Struct Whole(Schema.Struct own) => new(
        new Dictionary<string, Schema>(own.Fields, StringComparer.Ordinal) { ["apiVersion"] = Text, ["kind"] = Text, ["metadata"] = Metadata });

    public static Schema.Struct Struct(params (string Name, Schema Schema)[] fields) =>
        new(fields.ToDictionary(field => field.Name, field => field.Schema, StringComparer.Ordinal));

    public static Schema AtomicStruct(params (string Name, Schema Schema)[] fields) => Struct(fields) with { Atomic = true };

    public static Schema Map(Schema value) => new Schema.Map(value);

    public static Schema Atomic(Schema item) => new Schema.List(item, ListKind.Atomic);

    public static Schema Set(Schema item) => new Schema.List(item, ListKind.Set);

    public static Schema Keyed(string key, Schema item) => new Schema.List(item, ListKind.Keyed, key);
}
