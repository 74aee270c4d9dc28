using System.Text.Json.Nodes;
using EksIamCdk.Access.Spec.Checks;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>Who may do what in one cluster: the content of an <c>access.yaml</c>.</summary>
public sealed record AccessSpec
{
    private static readonly RecordShape<AccessSpec> s_shape = new("the spec", fields => new()
    {
        Cluster = fields.Required("cluster", "the cluster that this is about", ClusterSpec.Shape, ClusterSpec.Shape.Missing),
        Namespaces = List(fields, "namespaces", "the namespaces of the teams", NamespaceSpec.Shape),
        Roles = List(fields, "roles", "RBAC of one's own", RoleSpec.Shape),
        Access = List(fields, "access", "who may do what", AccessItem.Shape),
        Nodes = List(fields, "nodes", "workers, where EKS does not write their entries itself", NodeSpec.Shape),
        Workloads = List(fields, "workloads", "service accounts with a role in AWS", WorkloadSpec.Shape),
        Automation = List(fields, "automation", "CI/CD without stored keys", AutomationSpec.Shape),
        ArgoCd = fields.Optional("argocd", "this cluster as a target of Argo CD in another", ArgoCdSpec.Shape),
        Fleet = fields.Optional("fleet", "the same access in many accounts and Regions, by a stack set", FleetSpec.Shape),
        Pipeline = fields.Optional("pipeline", "deployment in stages", PipelineSpec.Shape),
    });

    public required ClusterSpec Cluster { get; init; }

    public required Items<NamespaceSpec> Namespaces { get; init; }

    public required Items<RoleSpec> Roles { get; init; }

    public required Items<AccessItem> Access { get; init; }

    public required Items<NodeSpec> Nodes { get; init; }

    public required Items<WorkloadSpec> Workloads { get; init; }

    public required Items<AutomationSpec> Automation { get; init; }

    public required ArgoCdSpec? ArgoCd { get; init; }

    public required FleetSpec? Fleet { get; init; }

    public required PipelineSpec? Pipeline { get; init; }

    /// <summary>Namespaces that are used and not listed: they are to be in the cluster already, and in a new one they cannot be.</summary>
    public IReadOnlyList<string> UnlistedNamespaces =>
    [
        .. Mappings.SelectMany(item => item.Grant).SelectMany(grant => grant.Namespaces ?? [])
            .Concat(Roles.SelectMany(role => role.Namespaces ?? []))
            .Concat(Workloads.Select(workload => workload.Namespace))
            .Select(name => name.Text).Except(NamespaceReferences.Known(this), StringComparer.Ordinal).Order(StringComparer.Ordinal),
    ];

    /// <summary>Everybody who has grants: the accesses, then the automations.</summary>
    public IEnumerable<MappingSpec> Mappings => Access.Concat<MappingSpec>(Automation);

    /// <summary>Reads and checks the text of a spec: YAML or JSON.</summary>
    public static SpecReading Read(string text)
    {
        var problems = new SpecProblems();
        var root = YamlTree.Read(text, problems);
        if (root is null || root.IsNothing)
        {
            if (problems.Problems.Count == 0) problems.Add(new(1, 1), "the spec is empty", "nothing", "at least a cluster");
            return new(null, problems.Problems, []);
        }

        var spec = s_shape.Read(root, "the spec", problems);
        if (spec is not null) SpecChecks.Check(spec, problems);
        return new(problems.Problems.Count == 0 ? spec : null, problems.Problems, problems.Notes);
    }

    /// <summary>The JSON schema of a spec, made of what these records read, for editors.</summary>
    public static JsonObject Schema()
    {
        var schema = s_shape.Schema();
        schema.Insert(0, "$schema", "https://json-schema.org/draft/2020-12/schema");
        schema.Insert(1, "title", "access.yaml: who may do what in which cluster");
        return schema;
    }

    private static Items<T> List<T>(Fields fields, string key, string description, RecordShape<T> shape)
        where T : class =>
        fields.Optional(key, description, new ListShape<T>(shape, mayBeEmpty: true)) ?? [];
}
