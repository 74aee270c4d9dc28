using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>Templates that make identities have to be acknowledged.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/control-access-with-iam.html#using-iam-capabilities"/></summary>
internal static class CapabilityCheck
{
    private const string Iam = "CAPABILITY_IAM";
    private const string NamedIam = "CAPABILITY_NAMED_IAM";

    private static readonly HashSet<string> Types = new(StringComparer.Ordinal)
    {
        "AWS::IAM::AccessKey", "AWS::IAM::Group", "AWS::IAM::InstanceProfile", "AWS::IAM::ManagedPolicy", "AWS::IAM::Policy",
        "AWS::IAM::Role", "AWS::IAM::User", "AWS::IAM::UserToGroupAddition",
    };

    /// <summary>The capability that a template needs; null when it needs none.</summary>
    public static (string Capability, IReadOnlyList<string> Types)? Needed(Template template)
    {
        var identities = template.Resources.Values.Where(resource => Types.Contains(resource.Type)).ToList();
        if (identities.Count == 0)
            return null;
        var named = identities.Any(resource =>
            NativeTypes.For(resource.Type).NameProperty is { } name && resource.Properties[name] is not null);
        return (named ? NamedIam : Iam, [.. identities.Select(resource => resource.Type).Distinct().Order(StringComparer.Ordinal)]);
    }

    /// <exception cref="AwsErrorException">One is missing.</exception>
    public static void Check(Template template, IReadOnlyList<string> given)
    {
        if (Needed(template) is ({ } needed, _) && !given.Contains(needed) && !given.Contains(NamedIam))
            throw new AwsErrorException("InsufficientCapabilitiesException", $"Requires capabilities : [{needed}]");
    }
}
