using System.Text.Json.Nodes;
using EksIamCdk.Access.Spec.Checks;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>Who may do what in one cluster: the content of an <c>access.yaml</c>.</summary>
public sealed record AccessSpec
{
    private static readonly RecordShape<AccessSpec> s_shape = new("the spec", fields =>
    {
        fields.NotYet("nodes", "workloads", "automation", "argocd", "fleet", "pipeline");
        return new()
        {
            Cluster = fields.Required("cluster", "the cluster that this is about", ClusterSpec.Shape, ClusterSpec.Shape.Missing),
            Namespaces = fields.Optional(
                "namespaces", "the namespaces of the teams", new ListShape<NamespaceSpec>(NamespaceSpec.Shape, mayBeEmpty: true)) ?? [],
            Roles = fields.Optional("roles", "RBAC of one's own", new ListShape<RoleSpec>(RoleSpec.Shape, mayBeEmpty: true)) ?? [],
            Access = fields.Optional("access", "who may do what", new ListShape<AccessItem>(AccessItem.Shape, mayBeEmpty: true)) ?? [],
        };
    });

    public required ClusterSpec Cluster { get; init; }

    public required Items<NamespaceSpec> Namespaces { get; init; }

    public required Items<RoleSpec> Roles { get; init; }

    public required Items<AccessItem> Access { get; init; }

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
}
