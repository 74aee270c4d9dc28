using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Iam;

/// <summary>
/// The element <c>Principal</c> of a statement. Source of the rules:
/// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html.
/// </summary>
public sealed record PolicyPrincipals
{
    /// <summary>Role, user and session ARNs, <c>arn:…:root</c> or account ids, or <c>*</c>.</summary>
    public IReadOnlyList<string> Aws { get; private init; } = [];

    public IReadOnlyList<string> Services { get; private init; } = [];

    public IReadOnlyList<string> Federated { get; private init; } = [];

    public static PolicyPrincipals Read(JsonNode? node) => node is JsonObject kinds
        ? new PolicyPrincipals
        {
            Aws = PolicyDocument.Texts(kinds["AWS"]),
            Services = PolicyDocument.Texts(kinds["Service"]),
            Federated = PolicyDocument.Texts(kinds[nameof(Federated)]),
        }
        : new PolicyPrincipals { Aws = PolicyDocument.Texts(node) };

    public bool Match(IamPrincipal principal) => principal switch
    {
        IamPrincipal.Arn arn => Aws.Any(written => written == "*" || Names(written, arn) || IsAccountOf(written, arn)),
        IamPrincipal.Service service => Services.Contains(service.Name, StringComparer.Ordinal),
        IamPrincipal.Federated federated => Federated.Contains(federated.ProviderArn, StringComparer.Ordinal),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Whether the principal itself is named, and not only everybody of its account.</summary>
    public bool IsNamed(IamPrincipal.Arn arn) => Aws.Any(written => Names(written, arn));

    /// <summary>The role, whichever session of it, or exactly this session or user.</summary>
    private static bool Names(string written, IamPrincipal.Arn arn) =>
        written == arn.Value || (written.Contains(":iam:", StringComparison.Ordinal) && RoleOf(written) is { } role && role == RoleOf(arn.Value));

    /// <summary>The account as a whole: it may give the right on to whom it likes.</summary>
    private static bool IsAccountOf(string written, IamPrincipal.Arn arn) =>
        written == arn.AccountId || (written.EndsWith(":root", StringComparison.Ordinal) && written.Split(':') is [_, _, "iam", _, var account, "root"] && account == arn.AccountId);

    /// <summary>Account and name: the ARN of a session does not have the role's path.</summary>
    private static (string Account, string Name)? RoleOf(string arn) => arn.Split(':', 6) switch
    {
        [_, _, "iam", _, var account, var resource] when resource.StartsWith("role/", StringComparison.Ordinal) =>
            (account, resource[(resource.LastIndexOf('/') + 1)..]),
        [_, _, "sts", _, var account, var resource] when resource.Split('/') is ["assumed-role", var name, ..] => (account, name),
        _ => null,
    };
}
