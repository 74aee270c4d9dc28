using System.Text.Json.Nodes;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Fuzz.Tests.Targets;

/// <summary>A manifest is refused with a reason, or read so that reading it again gives the same, at an address of its own.</summary>
internal sealed class ManifestTarget : IFuzzTarget
{
    public static readonly IReadOnlyList<string> Seeds =
    [
        """{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"dev","labels":{"a":"b"}}}""",
        """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"app","namespace":"dev"},"automountServiceAccountToken":false}""",
        """{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q","namespace":"dev"},"spec":{"hard":{"pods":"10"}}}""",
        """{"apiVersion":"v1","kind":"LimitRange","metadata":{"name":"l","namespace":"dev"},"spec":{"limits":[{"type":"Container"}]}}""",
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"kube-system"},"data":{"a":"b"},"binaryData":{"c":"ZA=="}}""",
        """{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"aws-auth","namespace":"kube-system"},"data":{"mapRoles":"[]"}}""",
        """{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","annotations":{"a":"b"}},"type":"Opaque","data":{"a":"Yg=="},"stringData":{"c":"d"}}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r","namespace":"dev"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRole","metadata":{"name":"r"},"aggregationRule":{"clusterRoleSelectors":[{"matchLabels":{"a":"b"}}]}}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"b","namespace":"dev"},"subjects":[{"kind":"Group","apiGroup":"rbac.authorization.k8s.io","name":"g"}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"Role","name":"r"}}""",
        """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"ClusterRoleBinding","metadata":{"name":"b"},"subjects":[],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"}}""",
        """{"apiVersion":"networking.k8s.io/v1","kind":"NetworkPolicy","metadata":{"name":"n","namespace":"dev"},"spec":{"podSelector":{},"policyTypes":["Ingress"]}}""",
        """{"apiVersion":"v1","kind":"Pod","metadata":{"name":"p"}}""",
    ];

    public string Name => "manifest";

    public int Share => 10;

    public string Input(int number)
    {
        var dice = Dice.Of(Name, number);
        return JsonMutator.Mutated(dice.Of(Seeds), dice);
    }

    public Verdict Judge(string text, int number)
    {
        var problems = new ProblemList();
        var manifest = Manifest.Parse("Manifest", text, problems, out var unsupported);
        if (manifest is null) return problems.Count == 0 && unsupported is null ? Verdict.Wrong("it is refused without a reason") : new Verdict(unsupported is null ? "refused" : "unsupported");
        if (problems.Count > 0 || unsupported is not null) return Verdict.Wrong($"it is read, with problems: {problems} {unsupported}");
        if (manifest.Address == ObjectAddress.AwsAuth) return Verdict.Wrong("aws-auth is read as an object like others");

        var segments = manifest.Address.Path.Split('/');
        if (segments.Any(segment => segment is "." or "..") || segments[^1] != Uri.EscapeDataString(manifest.Address.Name)) return Verdict.Wrong($"its path is {manifest.Address.Path}");

        var again = Manifest.Parse("Manifest", manifest.Body.ToJsonString(), problems, out unsupported);
        if (again is null) return Verdict.Wrong($"what was read is refused: {problems} {unsupported}");
        return again.Address == manifest.Address && JsonNode.DeepEquals(again.Body, manifest.Body) ? new Verdict("read") : Verdict.Wrong($"it becomes {again.Body.ToJsonString()}");
    }
}
