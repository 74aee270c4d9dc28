using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>One rule of a role. Source: https://kubernetes.io/docs/reference/kubernetes-api/authorization-resources/role-v1/.</summary>
public sealed record RuleSpec
{
    private static readonly ListShape<Word> s_words = new(Shapes.Text);

    internal static readonly RecordShape<RuleSpec> Shape = new("a rule", fields =>
    {
        fields.ExactlyOne("resources", "nonResourceURLs");
        return new()
        {
            At = fields.At,
            ApiGroups = fields.Optional(
                "apiGroups", "the API groups of the resources; \"\" is the core group", new ListShape<Word>(new GroupShape())),
            Resources = fields.Optional("resources", "the resources, in the plural; pods/log is a subresource", s_words) ?? [],
            Verbs = fields.Required("verbs", "the verbs, such as get, list and watch", s_words, []),
            ResourceNames = fields.Optional("resourceNames", "only objects of these names", s_words) ?? [],
            NonResourceUrls = fields.Optional(
                "nonResourceURLs", "paths such as /metrics, instead of resources; in a ClusterRole only", s_words) ?? [],
        };
    });

    public required SpecPosition At { get; init; }

    /// <summary>Null where they are left out.</summary>
    public required Items<Word>? ApiGroups { get; init; }

    public required Items<Word> Resources { get; init; }

    public required Items<Word> Verbs { get; init; }

    public required Items<Word> ResourceNames { get; init; }

    public required Items<Word> NonResourceUrls { get; init; }
}
