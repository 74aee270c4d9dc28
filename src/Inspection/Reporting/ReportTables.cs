using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Inspection.Reporting;

/// <summary>The cluster that a report is about. Null where it is not known.</summary>
public sealed record ReportCluster(
    string Name, string? Arn = null, string? Region = null, string? AccountId = null, string? AuthenticationMode = null);

/// <param name="Name">Its name.</param>
/// <param name="PodSecurity">The level that is enforced; null where none is.</param>
/// <param name="Missing">Something is granted in it, and the cluster was not seen to have it.</param>
public sealed record ReportNamespace(string Name, string? PodSecurity = null, bool Missing = false);

/// <summary>Somebody that the cluster knows.</summary>
/// <param name="Name">An IAM ARN, or the username of a service account.</param>
/// <param name="Kind"><c>role</c>, <c>user</c>, <c>other</c> (root, federated users) or <c>serviceAccount</c>.</param>
/// <param name="Subjects">Indices of the subjects that it is.</param>
/// <param name="Username">Null when the cluster refuses it.</param>
/// <param name="Groups">Without <c>system:authenticated</c>, which everybody has.</param>
/// <param name="By">What makes it that: <c>aws-auth mapRoles line 7</c>.</param>
/// <param name="WhyNot">Why the cluster refuses it; null when it does not.</param>
/// <param name="Notes">What has no effect for it, or is not known; null for none.</param>
/// <param name="AwsRole">The IAM role that the pods of a service account take.</param>
/// <param name="HangsOnSession">A part of its name or groups is filled in by the session, so a session may have more.</param>
public sealed record ReportPrincipal(
    string Name, string Kind, IReadOnlyList<int> Subjects, string? Username = null, IReadOnlyList<string>? Groups = null, string? By = null, string? WhyNot = null,
    IReadOnlyList<ReportNote>? Notes = null, string? AwsRole = null, bool HangsOnSession = false);

/// <summary>What else there is to say of a principal.</summary>
/// <param name="Kind">Of <see cref="Explaining.IdentityNoteKind"/>, as a word.</param>
public sealed record ReportNote(string Kind, string Place, string Message, string Remedy);

/// <summary>Somebody that something is granted to.</summary>
/// <param name="Kind"><c>user</c>, <c>group</c>, <c>serviceAccount</c>, or <c>accessEntry</c> for whom access policies are.</param>
/// <param name="Name">Of a service account <c>NAMESPACE/NAME</c>; of an access entry the ARN.</param>
public sealed record ReportSubject(string Kind, string Name);

/// <summary>A role given to subjects, somewhere.</summary>
/// <param name="Kind"><c>roleBinding</c>, <c>clusterRoleBinding</c>, <c>accessPolicy</c>, or <c>builtIn</c> for system:masters.</param>
/// <param name="Name">Its name.</param>
/// <param name="Role">Index of the role.</param>
/// <param name="Subjects">Indices.</param>
/// <param name="Places">Where, as it is written: namespaces, beginnings such as <c>dev-*</c>; null for the whole cluster.</param>
/// <param name="Namespaces">Indices of the namespaces that it reaches; null for all, and what is in none.</param>
public sealed record ReportGrant(
    string Kind, string Name, int Role, IReadOnlyList<int> Subjects, IReadOnlyList<string>? Places = null, IReadOnlyList<int>? Namespaces = null);

/// <summary>What is given.</summary>
/// <param name="Kind"><c>role</c>, <c>clusterRole</c>, <c>accessPolicy</c> or <c>builtIn</c>.</param>
/// <param name="Name">Its name.</param>
/// <param name="Level">How much it is.</param>
/// <param name="Namespace">Of a Role; else null.</param>
/// <param name="Rules">Indices; null when there is no such role, or what it allows is not known.</param>
public sealed record ReportRole(string Kind, string Name, AccessLevel Level, string? Namespace = null, IReadOnlyList<int>? Rules = null);

/// <summary>One rule; what it does not limit or say is null.</summary>
public sealed record ReportRule(
    IReadOnlyList<string> Verbs, IReadOnlyList<string>? ApiGroups = null, IReadOnlyList<string>? Resources = null, IReadOnlyList<string>? Names = null,
    IReadOnlyList<string>? Urls = null)
{
    public static ReportRule Of(PolicyRule rule)
    {
        ArgumentNullException.ThrowIfNull(rule);
        return new(rule.Verbs, OrNull(rule.ApiGroups), OrNull(rule.Resources), OrNull(rule.ResourceNames), OrNull(rule.NonResourceUrls));

        static IReadOnlyList<string>? OrNull(IReadOnlyList<string> list) => list.Count == 0 ? null : list;
    }

    public PolicyRule ToRule() => new()
    {
        Verbs = Verbs,
        ApiGroups = ApiGroups ?? [],
        Resources = Resources ?? [],
        ResourceNames = Names ?? [],
        NonResourceUrls = Urls ?? [],
    };
}

/// <summary>Something that somebody should look at.</summary>
/// <param name="Code">Of <see cref="Linting.LintRule"/>.</param>
/// <param name="Severity"><c>error</c>, <c>warning</c> or <c>note</c>.</param>
/// <param name="Place">Where: <c>aws-auth mapRoles line 7</c>, <c>ClusterRoleBinding ops</c>.</param>
/// <param name="Message">What is wrong.</param>
/// <param name="Remedy">What to do; empty where nothing is to be done.</param>
public sealed record ReportFinding(string Code, string Severity, string Place, string Message, string Remedy);
