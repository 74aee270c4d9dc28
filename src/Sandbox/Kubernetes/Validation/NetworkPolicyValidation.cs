using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;

namespace EksIamCdk.Sandbox.Kubernetes.Validation;

/// <summary>Checks NetworkPolicies.</summary>
internal static class NetworkPolicyValidation
{
    public static IEnumerable<StatusCause> Check(JsonObject body)
    {
        var spec = body["spec"];
        foreach (var cause in Selector(spec?["podSelector"], "spec.podSelector")) yield return cause;
        foreach (var (direction, peers) in new[] { ("ingress", "from"), ("egress", "to") })
        {
            var index = -1;
            foreach (var rule in spec.Objects(direction))
            {
                foreach (var cause in Rule(rule, $"spec.{direction}[{++index}]", peers)) yield return cause;
            }
        }

        var types = spec.Texts("policyTypes");
        if (types.Count > 2) yield return StatusCause.Invalid("spec.policyTypes", $"[{string.Join(' ', types)}]", "may not specify more than two policyTypes");
        foreach (var (type, index) in types.Select((type, index) => (type, index)).Where(item => item.type is not ("Ingress" or "Egress")))
            yield return StatusCause.NotSupported($"spec.policyTypes[{index}]", type, "Egress", "Ingress");
    }

    public static IEnumerable<StatusCause> Selector(JsonNode? selector, string field)
    {
        foreach (var cause in MetadataValidation.Labels(selector.TextMap("matchLabels"), $"{field}.matchLabels")) yield return cause;
        var index = -1;
        foreach (var requirement in selector.Objects("matchExpressions"))
        {
            var here = $"{field}.matchExpressions[{++index}]";
            var values = requirement.Texts("values").Count;
            switch (requirement.Text("operator"))
            {
                case "In" or "NotIn" when values == 0:
                    yield return StatusCause.Required($"{here}.values", "must be specified when `operator` is 'In' or 'NotIn'");
                    break;
                case "Exists" or "DoesNotExist" when values > 0:
                    yield return StatusCause.Forbidden($"{here}.values", "may not be specified when `operator` is 'Exists' or 'DoesNotExist'");
                    break;
                case "In" or "NotIn" or "Exists" or "DoesNotExist":
                    break;
                default:
                    yield return StatusCause.Invalid($"{here}.operator", StatusCause.Quote(requirement.Text("operator")), "not a valid selector operator");
                    break;
            }

            if (Names.QualifiedName(requirement.Text("key")) is { } wrong) yield return StatusCause.Invalid($"{here}.key", StatusCause.Quote(requirement.Text("key")), wrong);
        }
    }

    private static IEnumerable<StatusCause> Rule(JsonObject rule, string field, string peers)
    {
        foreach (var (port, index) in rule.Objects("ports").Select((port, index) => (port, index)))
        {
            if (port.Text("protocol") is { Length: > 0 } protocol and not ("TCP" or "UDP" or "SCTP"))
                yield return StatusCause.NotSupported($"{field}.ports[{index}].protocol", protocol, "SCTP", "TCP", "UDP");
            if (port["port"] is JsonValue value && value.GetValueKind() == JsonValueKind.Number && value.GetValue<long>() is < 1 or > 65535)
                yield return StatusCause.Invalid($"{field}.ports[{index}].port", value.ToJsonString(), "must be between 1 and 65535, inclusive");
        }

        foreach (var (peer, index) in rule.Objects(peers).Select((peer, index) => (peer, index)))
        {
            foreach (var cause in Peer(peer, $"{field}.{peers}[{index}]")) yield return cause;
        }
    }

    private static IEnumerable<StatusCause> Peer(JsonObject peer, string field)
    {
        if (peer.Count == 0) yield return StatusCause.Required(field, "must specify a peer");
        foreach (var member in new[] { "podSelector", "namespaceSelector" })
        {
            foreach (var cause in Selector(peer[member], $"{field}.{member}")) yield return cause;
        }

        if (peer["ipBlock"] is not JsonObject block) yield break;
        if (peer.Count > 1) yield return StatusCause.Forbidden($"{field}.ipBlock", "may not be specified when both ipBlock and another peer are specified");
        var cidr = block.Text("cidr");
        if (cidr.Length == 0) yield return StatusCause.Required($"{field}.ipBlock.cidr");
        else if (!IPNetwork.TryParse(cidr, out _)) yield return StatusCause.Invalid($"{field}.ipBlock.cidr", StatusCause.Quote(cidr), "not a valid CIDR");
        foreach (var (except, index) in block.Texts("except").Select((except, index) => (except, index)))
        {
            if (!IPNetwork.TryParse(except, out var inner)) yield return StatusCause.Invalid($"{field}.ipBlock.except[{index}]", StatusCause.Quote(except), "not a valid CIDR");
            else if (IPNetwork.TryParse(cidr, out var outer) && (!outer.Contains(inner.BaseAddress) || inner.PrefixLength <= outer.PrefixLength))
                yield return StatusCause.Invalid($"{field}.ipBlock.except[{index}]", StatusCause.Quote(except), "must be a strict subset of `cidr`");
        }
    }
}
