using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec;

/// <summary>CI/CD without stored keys: a role of its own that a pipeline assumes, and what it may do in the cluster.</summary>
public sealed record AutomationSpec : MappingSpec
{
    internal static readonly RecordShape<AutomationSpec> Shape = new("an automation", fields =>
    {
        fields.ExactlyOne("github", "gitlab", "assumedBy");
        return new(
            fields.Required("name", "the name of the automation", Shapes.Name, Word.Missing),
            fields.Optional("github", "GitHub Actions of one repository", GithubSpec.Shape),
            fields.Optional("gitlab", "GitLab CI of one project", GitlabSpec.Shape),
            fields.Optional("assumedBy", "others that have an identity in AWS, such as Jenkins", TrustSpec.Shape),
            fields);
    });

    private AutomationSpec(Word name, GithubSpec? github, GitlabSpec? gitlab, TrustSpec? assumedBy, Fields fields)
        : base(name, fields, "its name with {{SessionName}}") =>
        (Github, Gitlab, AssumedBy) = (github, gitlab, assumedBy);

    public GithubSpec? Github { get; }

    public GitlabSpec? Gitlab { get; }

    public TrustSpec? AssumedBy { get; }
}
