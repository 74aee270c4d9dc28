using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>CI/CD without stored keys: a role of its own that a pipeline assumes, and what it may do in the cluster.</summary>
public sealed record AutomationSpec : MappingSpec
{
    internal static readonly RecordShape<AutomationSpec> Shape = new("an automation", fields => new(fields));

    private AutomationSpec(Fields fields)
        : base(fields, "the name of the automation", "its name with {{SessionName}}")
    {
        fields.ExactlyOne("github", "gitlab", "assumedBy");
        Github = fields.Optional("github", "GitHub Actions of one repository", GithubSpec.Shape);
        Gitlab = fields.Optional("gitlab", "GitLab CI of one project", GitlabSpec.Shape);
        AssumedBy = fields.Optional("assumedBy", "others that have an identity in AWS, such as Jenkins", TrustSpec.Shape);
    }

    public GithubSpec? Github { get; }

    public GitlabSpec? Gitlab { get; }

    public TrustSpec? AssumedBy { get; }
}
