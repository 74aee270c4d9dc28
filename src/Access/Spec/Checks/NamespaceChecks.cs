using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

internal static class NamespaceChecks
{
    /// <summary>The namespaces that every cluster comes with.</summary>
    public static readonly IReadOnlyList<string> Everywhere = ["default", "kube-system", "kube-public", "kube-node-lease"];

    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        SpecChecks.Distinct(spec.Namespaces.Select(item => item.Name), "namespace", problems);
        foreach (var item in spec.Namespaces)
        {
            if (Everywhere.Contains(item.Name.Text))
            {
                problems.Add(
                    item.Name,
                    $"namespace {item.Name} comes with every cluster",
                    "a namespace of one's own; grants may name this one without its being listed");
            }

            CheckAmounts(item, problems);
        }
    }

    private static void CheckAmounts(NamespaceSpec item, SpecProblems problems)
    {
        foreach (var request in item.Limits?.DefaultRequest ?? [])
        {
            if (Find(item.Limits!.Default, request.Resource) is { } limit && request.Value > limit.Value)
            {
                problems.Add(
                    request.Written,
                    $"defaultRequest of {request.Resource} is over its default limit",
                    $"at most {limit.Written}, the default in line {limit.Written.At.Line}");
            }

            CheckOne(request, "defaultRequest", item.Quota, problems, $"requests.{request.Resource}", request.Resource);
        }

        foreach (var limit in item.Limits?.Default ?? []) CheckOne(limit, "default", item.Quota, problems, $"limits.{limit.Resource}");

        foreach (var requests in item.Quota.Where(amount => amount.Resource.StartsWith("requests.", StringComparison.Ordinal)))
        {
            var resource = requests.Resource["requests.".Length..];
            if (Find(item.Quota, $"limits.{resource}") is { } limits && requests.Value > limits.Value)
            {
                problems.Add(
                    requests.Written,
                    $"quota of {requests.Resource} is over that of limits.{resource}, so it can never be used",
                    $"at most {limits.Written}");
            }
        }

        foreach (var count in item.Quota.Where(IsCount).Where(amount => amount.Value % 1 != 0))
        {
            problems.Add(count.Written, $"quota of {count.Resource} counts objects", "a whole number");
        }
    }

    // One container that says nothing must fit into the quota.
    private static void CheckOne(Amount amount, string key, Items<Amount> quota, SpecProblems problems, params string[] quotaNames)
    {
        foreach (var most in quotaNames.Select(name => Find(quota, name)).OfType<Amount>().Where(most => amount.Value > most.Value))
        {
            problems.Add(
                amount.Written,
                $"{key} of {amount.Resource} is over the quota of {most.Resource}: no container would fit",
                $"at most {most.Written}, the quota in line {most.Written.At.Line}");
        }
    }

    private static Amount? Find(Items<Amount> amounts, string resource) => amounts.FirstOrDefault(amount => amount.Resource == resource);

    private static bool IsCount(Amount amount) =>
        amount.Resource.StartsWith("count/", StringComparison.Ordinal)
        || amount.Resource is "pods" or "persistentvolumeclaims" or "configmaps" or "secrets" or "services" or "services.loadbalancers"
            or "services.nodeports" or "replicationcontrollers" or "resourcequotas";
}
