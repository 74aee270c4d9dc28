using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Validation;

/// <summary>Fills in what the API server fills in when an object is read from a request.</summary>
internal static class Defaults
{
    public const string NamespaceNameLabel = "kubernetes.io/metadata.name";

    public static void Fill(ResourceKind kind, JsonObject body)
    {
        foreach (var (name, value) in kind.Zero()) body[name] ??= value?.DeepClone();
        switch (kind.Plural)
        {
            case "namespaces": Namespace(body); break;
            case "secrets": Secret(body); break;
            case "rolebindings" or "clusterrolebindings": Binding(body); break;
            case "limitranges": LimitRange(body); break;
            case "networkpolicies": NetworkPolicy(body); break;
            default: break;
        }
    }

    private static void Namespace(JsonObject body)
    {
        if (body["status"].Text("phase").Length == 0) body["status"]!["phase"] = "Active";
        var name = body.Name();
        if (name.Length == 0) return;
        var metadata = body.Metadata();
        metadata["labels"] ??= new JsonObject();
        metadata["labels"]![NamespaceNameLabel] ??= name;
    }

    /// <summary>stringData is written in plain and never read back.</summary>
    private static void Secret(JsonObject body)
    {
        if (body.Text("type").Length == 0) body["type"] = "Opaque";
        if (body["stringData"] is not JsonObject plain) return;
        body.Remove("stringData");
        body["data"] ??= new JsonObject();
        foreach (var (key, value) in plain) body["data"]![key] = Convert.ToBase64String(System.Text.Encoding.UTF8.GetBytes(value?.GetValue<string>() ?? ""));
    }

    private static void Binding(JsonObject body)
    {
        if (body["roleRef"].Text("apiGroup").Length == 0) body["roleRef"]!["apiGroup"] = Kinds.RbacGroup;
        foreach (var subject in body.Objects("subjects").Where(subject => subject.Text("kind") is "User" or "Group" && subject.Text("apiGroup").Length == 0))
            subject["apiGroup"] = Kinds.RbacGroup;
    }

    private static void LimitRange(JsonObject body)
    {
        foreach (var limit in body["spec"].Objects("limits").Where(limit => limit.Text("type") == "Container"))
        {
            Inherit(limit, "default", "max");
            Inherit(limit, "defaultRequest", "default");
            Inherit(limit, "defaultRequest", "min");
        }
    }

    private static void Inherit(JsonObject limit, string member, string from)
    {
        if (limit[from] is not JsonObject source) return;
        limit[member] ??= new JsonObject();
        foreach (var (resource, amount) in source) limit[member]![resource] ??= amount?.DeepClone();
    }

    private static void NetworkPolicy(JsonObject body)
    {
        var spec = body["spec"]!.AsObject();
        foreach (var port in spec.Objects("ingress").Concat(spec.Objects("egress")).SelectMany(rule => rule.Objects("ports")))
        {
            if (port.Text("protocol").Length == 0) port["protocol"] = "TCP";
        }

        if (spec.Texts("policyTypes").Count > 0) return;
        spec["policyTypes"] = (spec.Objects("egress").Any() ? new[] { "Ingress", "Egress" } : ["Ingress"]).ToJsonArray();
    }
}
