using System.Text.RegularExpressions;
using EksIamCdk.Access.Principals;

namespace EksIamCdk.Access.Spec;

/// <summary>The Kubernetes usernames of people and machines that a spec lets in.</summary>
public static partial class Usernames
{
    /// <summary>What the authenticator fills in. Source: https://github.com/kubernetes-sigs/aws-iam-authenticator.</summary>
    public static IReadOnlyList<string> Templates { get; } = ["{{SessionName}}", "{{SessionNameRaw}}", "{{AccountID}}", "{{AccessKeyID}}"];

    /// <summary>The username where none is written: <c>Developer:{{SessionName}}</c> for a role, <c>alice</c> for a user.</summary>
    public static string Default(PrincipalArn principal) =>
        principal.Kind == PrincipalKind.Role ? Default(principal.Name) : principal.Name;

    /// <summary>The same for a role that is made: of its name, or of that of its automation.</summary>
    public static string Default(string role) => $"{role}:{{{{SessionName}}}}";

    /// <summary>What looks like a template and is none that is filled in for people.</summary>
    public static IEnumerable<string> UnknownTemplates(string text) =>
        TemplatePattern.Matches(text).Select(match => match.Value).Where(template => !Templates.Contains(template));

    [GeneratedRegex(@"\{\{[^{}]*\}\}")]
    private static partial Regex TemplatePattern { get; }
}
