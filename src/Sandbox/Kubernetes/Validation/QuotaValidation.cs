using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;
using EksIamCdk.Sandbox.Kubernetes.Schemas;

namespace EksIamCdk.Sandbox.Kubernetes.Validation;

/// <summary>Checks ResourceQuotas and LimitRanges.</summary>
internal static class QuotaValidation
{
    private static readonly string[] Standard =
    [
        "cpu", "memory", "ephemeral-storage", "requests.cpu", "requests.memory", "requests.storage", "requests.ephemeral-storage", "limits.cpu", "limits.memory",
        "limits.ephemeral-storage", "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "persistentvolumeclaims", "configmaps",
        "services.nodeports", "services.loadbalancers",
    ];

    private static readonly string[] Whole =
    [
        "pods", "resourcequotas", "services", "replicationcontrollers", "secrets", "persistentvolumeclaims", "configmaps", "services.nodeports", "services.loadbalancers",
    ];

    private static readonly string[] Scopes = ["Terminating", "NotTerminating", "BestEffort", "NotBestEffort", "PriorityClass", "CrossNamespacePodAffinity"];

    /// <summary>What may not be larger than what, and how that is said.</summary>
    private static readonly (string Low, string High, string Member, CompositeFormat What)[] Ordered =
    [
        ("min", "max", "min", CompositeFormat.Parse("min value {0} is greater than max value {1}")),
        ("min", "defaultRequest", "defaultRequest", CompositeFormat.Parse("min value {0} is greater than default request value {1}")),
        ("defaultRequest", "max", "defaultRequest", CompositeFormat.Parse("default request value {0} is greater than max value {1}")),
        ("defaultRequest", "default", "defaultRequest", CompositeFormat.Parse("default request value {0} is greater than default limit value {1}")),
        ("min", "default", "default", CompositeFormat.Parse("min value {0} is greater than default value {1}")),
        ("default", "max", "default", CompositeFormat.Parse("default value {0} is greater than max value {1}")),
    ];

    public static IEnumerable<StatusCause> Check(ResourceKind kind, JsonObject body) =>
        kind == Kinds.ResourceQuota ? Quota(body["spec"]) : body["spec"].Objects("limits").SelectMany((limit, index) => Limit(limit, $"spec.limits[{index}]"));

    private static IEnumerable<StatusCause> Quota(JsonNode? spec)
    {
        foreach (var (resource, amount) in spec.TextMap("hard"))
        {
            var field = $"spec.hard[{resource}]";
            if (Names.QualifiedName(resource) is { } wrong) yield return StatusCause.Invalid(field, StatusCause.Quote(resource), wrong);
            else if (!resource.Contains('/', StringComparison.Ordinal) && !IsStandard(resource))
            {
                yield return StatusCause.Invalid(field, StatusCause.Quote(resource), "must be a standard resource type or fully qualified");
                yield return StatusCause.Invalid(field, StatusCause.Quote(resource), "must be a standard resource for quota");
            }

            if (amount.StartsWith('-')) yield return StatusCause.Invalid(field, StatusCause.Quote(amount), "must be greater than or equal to 0");
            var counted = Whole.Contains(resource, StringComparer.Ordinal) || resource.StartsWith("count/", StringComparison.Ordinal);
            if (counted && QuantityText.Amount(amount) is { } number && number != decimal.Truncate(number))
                yield return StatusCause.Invalid(field, StatusCause.Quote(amount), "must be an integer");
        }

        foreach (var scope in spec.Texts("scopes").Where(scope => !Scopes.Contains(scope, StringComparer.Ordinal)))
            yield return StatusCause.Invalid("spec.scopes", $"[]core.ResourceQuotaScope{{{StatusCause.Quote(scope)}}}", "unsupported scope");
    }

    private static bool IsStandard(string resource) =>
        Standard.Contains(resource, StringComparer.Ordinal)
        || resource.StartsWith("hugepages-", StringComparison.Ordinal)
        || resource.StartsWith("requests.hugepages-", StringComparison.Ordinal);

    private static IEnumerable<StatusCause> Limit(JsonObject limit, string field)
    {
        var type = limit.Text("type");
        if (Names.QualifiedName(type) is { } wrong) yield return StatusCause.Invalid($"{field}.type", StatusCause.Quote(type), wrong);
        else if (!type.Contains('/', StringComparison.Ordinal) && type is not ("Pod" or "Container" or "PersistentVolumeClaim"))
            yield return StatusCause.Invalid($"{field}.type", StatusCause.Quote(type), "must be a standard limit type or fully qualified");
        if (type == "Pod")
        {
            foreach (var member in new[] { "default", "defaultRequest" }.Where(member => limit[member] is JsonObject { Count: > 0 }))
                yield return StatusCause.Forbidden($"{field}.{member}", "may not be specified when `type` is 'Pod'");
        }

        if (type == "PersistentVolumeClaim" && !limit.TextMap("min").ContainsKey("storage") && !limit.TextMap("max").ContainsKey("storage"))
            yield return StatusCause.Required($"{field}.limits", "either minimum or maximum storage value is required, but neither was provided");
        foreach (var (low, high, member, what) in Ordered)
        {
            foreach (var (resource, amount) in limit.TextMap(low))
            {
                if (limit.TextMap(high).GetValueOrDefault(resource) is { } most && QuantityText.Amount(amount) > QuantityText.Amount(most))
                    yield return StatusCause.Invalid($"{field}.{member}[{resource}]", StatusCause.Quote(amount), string.Format(null, what, amount, most));
            }
        }
    }
}
