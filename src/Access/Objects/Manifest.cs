using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Objects;

/// <summary>One Kubernetes object as somebody declared it: JSON text of one object, read strictly.</summary>
public sealed class Manifest
{
    private static readonly JsonDocumentOptions s_strict = new() { AllowDuplicateProperties = false };
    private static readonly string[] s_setByServer =
        ["generateName", "uid", "resourceVersion", "generation", "creationTimestamp", "deletionTimestamp", "managedFields", "selfLink"];

    private Manifest(ObjectAddress address, JsonObject body)
    {
        Address = address;
        Body = body;
    }

    public ObjectAddress Address { get; }

    /// <summary>The object, with its namespace filled in. Callers must not change it.</summary>
    public JsonObject Body { get; }

    /// <summary>Reads a manifest. What is wrong is added to <paramref name="problems"/>.</summary>
    /// <param name="path">The property that the text stands in.</param>
    /// <param name="text">JSON text of one object, without repeated members.</param>
    /// <param name="unsupported">A failure when the kind is none of <see cref="KubernetesKind.Supported"/>, or must not be managed so.</param>
    /// <returns>The manifest, or null when it is unsupported or a problem was added.</returns>
    public static Manifest? Parse(string path, string text, ProblemList problems, out Failure? unsupported)
    {
        unsupported = null;
        if (ReadObject(path, text, problems) is not { } body) return null;

        var before = problems.Count;
        var apiVersion = Text(body, "apiVersion", $"{path}.apiVersion", "the API version of the object", problems);
        var kindName = Text(body, "kind", $"{path}.kind", "the kind of the object", problems);
        if (apiVersion is null || kindName is null) return null;
        if (KubernetesKind.Find(apiVersion, kindName) is not { } kind)
        {
            unsupported = UnsupportedKind(apiVersion, kindName);
            return null;
        }

        foreach (var (member, _) in body)
        {
            if (member is not ("apiVersion" or "kind" or "metadata") && !kind.Members.Contains(member))
            {
                problems.Add($"{path}.{member}", "a member that is not known", $"only apiVersion, kind, metadata, {string.Join(", ", kind.Members)} in a {kindName}");
            }
        }

        var address = ReadAddress(path, body, kind, problems);
        if (address == ObjectAddress.AwsAuth)
        {
            unsupported = new(
                ErrorCode.KindNotSupported,
                "The ConfigMap kube-system/aws-auth is not managed as a whole: one wrong write to it locks everybody out.",
                "Declare its entries one by one as Custom::EksAwsAuthEntry.");
        }

        if (kind == KubernetesKind.Secret) MoveStringDataToData(path, body, problems);
        return problems.Count > before || unsupported is not null || address is null ? null : new(address, body);
    }

    // The API server would do the same on a write, but then nobody owns the fields under data: with server-side apply, a key that is
    // dropped from stringData would stay.
    private static void MoveStringDataToData(string path, JsonObject secret, ProblemList problems)
    {
        if (secret["stringData"] is not { } given) return;
        if (given is not JsonObject texts || texts.Any(pair => pair.Value?.GetValueKind() != JsonValueKind.String))
        {
            problems.Add($"{path}.stringData", "something else", "an object of texts");
            return;
        }

        secret.Remove("stringData");
        if (secret["data"] is not JsonObject data) secret["data"] = data = [];
        foreach (var (key, value) in texts) data[key] = Convert.ToBase64String(Encoding.UTF8.GetBytes(value!.GetValue<string>()));
    }

    private static JsonObject? ReadObject(string path, string text, ProblemList problems)
    {
        const string Expected = "JSON text of one Kubernetes object";
        try
        {
            if (WhatNoObjectHolds(text) is { } what) problems.Add(path, Shown(text), $"{Expected}, without {what}");
            else if (JsonNode.Parse(text, documentOptions: s_strict) is JsonObject body) return body;
            else problems.Add(path, Shown(text), Expected);
        }
        catch (JsonException e)
        {
            problems.Add(path, Shown(text), $"{Expected}, without repeated members and with nothing after it (line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1})");
        }

        return null;
    }

    /// <summary>What JSON can say and no object of Kubernetes can: neither .NET nor the API server makes a text or a number of it.</summary>
    private static string? WhatNoObjectHolds(string json)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(json));
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName) reader.GetString();
                if (reader.TokenType == JsonTokenType.Number && !(reader.TryGetDouble(out var number) && double.IsFinite(number))) return "a number beyond all bounds";
            }

            return null;
        }
        catch (InvalidOperationException)
        {
            return "half of a surrogate pair";
        }
    }

    // What may be an object may be a Secret; its data must not get into a message.
    private static string Shown(string text) => text.Contains('{', StringComparison.Ordinal) ? "{…}" : text;

    private static ObjectAddress? ReadAddress(string path, JsonObject body, KubernetesKind kind, ProblemList problems)
    {
        if (body["metadata"] is not JsonObject metadata)
        {
            problems.Missing($"{path}.metadata", "an object with the name");
            return null;
        }

        foreach (var member in s_setByServer)
        {
            if (metadata.ContainsKey(member)) problems.Add($"{path}.metadata.{member}", "a member that the API server sets", "it left out");
        }

        RefuseOurAnnotations(path, metadata, problems);
        var name = Segment(Text(metadata, "name", $"{path}.metadata.name", "the name of the object", problems), $"{path}.metadata.name", problems);
        if (!kind.Namespaced)
        {
            if (metadata.ContainsKey("namespace")) problems.Add($"{path}.metadata.namespace", metadata["namespace"]?.ToString() ?? "null", $"none: a {kind.Kind} lives outside namespaces");
            return name is null ? null : new(kind, null, name);
        }

        // As kubectl does.
        if (!metadata.ContainsKey("namespace")) metadata["namespace"] = "default";
        var ns = Segment(
            Text(metadata, "namespace", $"{path}.metadata.namespace", "the namespace of the object", problems), $"{path}.metadata.namespace", problems);
        return name is null || ns is null ? null : new(kind, ns, name);
    }

    private static void RefuseOurAnnotations(string path, JsonObject metadata, ProblemList problems)
    {
        foreach (var member in new[] { "labels", "annotations" })
        {
            if (metadata[member] is { } value && value is not JsonObject) problems.Add($"{path}.metadata.{member}", value.ToJsonString(), "an object");
        }

        if (metadata["annotations"] is not JsonObject annotations) return;
        foreach (var (key, _) in annotations)
        {
            if (key.StartsWith(ObjectAnnotations.Prefix, StringComparison.Ordinal))
            {
                problems.Add($"{path}.metadata.annotations.{key}", "an annotation of this project's own", "it left out");
            }
        }
    }

    private static string? Text(JsonObject parent, string member, string path, string expected, ProblemList problems)
    {
        if (parent[member] is not { } value)
        {
            problems.Missing(path, expected);
            return null;
        }

        if (value.GetValueKind() == JsonValueKind.String && value.GetValue<string>() is { Length: > 0 } text) return text;
        problems.Add(path, value.ToJsonString(), expected);
        return null;
    }

    // What is no single segment of a path would be the path of something else: DELETE …/configmaps/.. deletes the namespace.
    private static string? Segment(string? text, string path, ProblemList problems)
    {
        if (text is null || (text is not ("." or "..") && text.AsSpan().IndexOfAny('/', '%') < 0)) return text;
        problems.Add(path, text, "a name that is neither \".\" nor \"..\" and holds neither / nor %");
        return null;
    }

    private static Failure UnsupportedKind(string apiVersion, string kind) => new(
        ErrorCode.KindNotSupported,
        $"{apiVersion}/{kind} is not a kind that is managed here.",
        $"Use one of {string.Join(", ", KubernetesKind.Supported)}.");
}
