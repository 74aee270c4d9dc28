using System.Text.RegularExpressions;
using EksIamCdk.Access.Principals;

namespace EksIamCdk.Access.Spec;

/// <summary>The Kubernetes usernames of people and machines that a spec lets in.</summary>
public static partial class Usernames
{
    /// <summary>What the authenticator fills in. Source: https://github.com/kubernetes-sigs/aws-iam-authenticator.</summary>
    internal static readonly string[] Templates = ["{{SessionName}}", "{{SessionNameRaw}}", "{{AccountID}}", "{{AccessKeyID}}"];

    /// <summary>The username where none is written: <c>Developer:{{SessionName}}</c> for a role, <c>alice</c> for a user.</summary>
    public static string Default(PrincipalArn principal) =>
        principal.Kind == PrincipalKind.Role ? Default(principal.Name) : principal.Name;

    /// <summary>The same for a role that is made: of its name, or of that of its automation.</summary>
    public static string Default(string role) => $"{role}:{{{{SessionName}}}}";

    [GeneratedRegex(@"\{\{[^{}]*\}\}")]
    internal static partial Regex TemplatePattern { get; }
}
