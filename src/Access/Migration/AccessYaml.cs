using System.Text;
using System.Text.RegularExpressions;
using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Migration;

/// <summary>Writes the <c>access.yaml</c> that makes the access entries of a plan.</summary>
public static partial class AccessYaml
{
    private const int LongestName = 63;

    /// <param name="plan">A plan without losses.</param>
    /// <param name="clusterName">The cluster whose map it is.</param>
    /// <returns>The text, with a comment on each entry that wants a look.</returns>
    public static string Write(MigrationPlan plan, string clusterName)
    {
        ArgumentNullException.ThrowIfNull(plan);
        var text = new StringBuilder();
        text.Append("# yaml-language-server: $schema=docs/access.schema.json\n");
        text.Append("# Access entries in place of aws-auth. An access entry wins over an entry of aws-auth for the same principal: deploy\n");
        text.Append("# this first, see that everybody still gets in, and take the entries out of aws-auth after that.\n");
        text.Append("cluster:\n").Append($"  name: {Quoted(clusterName)}\n").Append("  authenticationMode: API_AND_CONFIG_MAP\n");
        WriteAccess(text, [.. plan.Moved.Where(moved => moved.To.Type == AccessEntryType.Standard)]);
        WriteNodes(text, [.. plan.Moved.Where(moved => moved.To.Type != AccessEntryType.Standard)]);
        WriteLeft(text, plan);
        return text.ToString();
    }

    private static void WriteAccess(StringBuilder text, List<MigrationStep.Moved> moved)
    {
        if (moved.Count == 0) return;
        var names = new HashSet<string>(StringComparer.Ordinal);
        text.Append("\naccess:\n");
        foreach (var step in moved)
        {
            var principal = PrincipalArn.Parse("", step.To.PrincipalArn, new ProblemList())!;
            text.Append($"  - name: {Quoted(Unique(principal.Name, names))}\n");
            foreach (var note in step.Differences.Concat(step.Notes)) text.Append($"    # {note}\n");
            text.Append("    principals:\n").Append($"      - {Principal(principal)}\n");
            text.Append("    via: access-entry\n").Append($"    username: {Quoted(step.To.Username!)}\n");
            var groups = step.To.Groups.IsClusterAdmin ? step.To.Groups.Groups.Prepend(AccessEntryGroups.Masters) : step.To.Groups.Groups;
            if (groups.Any()) text.Append($"    groups: [{string.Join(", ", groups.Select(Quoted))}]\n");
        }
    }

    private static void WriteNodes(StringBuilder text, List<MigrationStep.Moved> moved)
    {
        if (moved.Count == 0) return;
        text.Append("\n# EKS makes the entries of managed node groups and Fargate profiles by itself: take those out here.\n").Append("nodes:\n");
        foreach (var step in moved)
        {
            foreach (var note in step.Notes) text.Append($"  # {note}\n");
            text.Append($"  - {{ role: {Quoted(step.To.PrincipalArn)}, kind: {Kind(step.To.Type)}, via: access-entry }}\n");
        }
    }

    private static void WriteLeft(StringBuilder text, MigrationPlan plan)
    {
        List<MigrationStep.Stays> left = [.. plan.Steps.OfType<MigrationStep.Stays>()];
        if (left.Count == 0) return;
        text.Append("\n# Not moved; each stands in the way of authenticationMode API:\n");
        foreach (var step in left) text.Append($"#   {step.From.Entry.Id}: {step.Why}\n");
    }

    private static string Kind(AccessEntryType type) => type switch
    {
        AccessEntryType.Ec2Windows => "windows",
        AccessEntryType.FargateLinux => "fargate",
        AccessEntryType.HybridLinux => "hybrid",
        _ => "linux",
    };

    private static string Principal(PrincipalArn principal) =>
        principal is { Kind: PrincipalKind.Role, Partition: "aws" } && PermissionSetRole.PermissionSetOf(principal.Name) is { } set
            ? $"permissionSet: {{ name: {Quoted(set)}, account: \"{principal.AccountId}\", roleName: {Quoted(principal.Name)} }}"
            : principal.Full;

    // Names of the file have fewer characters than those of IAM.
    private static string Unique(string principal, HashSet<string> names)
    {
        var name = NotInNames.Replace(principal, "-").TrimStart('.', '_', '-');
        name = name.Length == 0 ? "principal" : name[..Math.Min(name.Length, LongestName)];
        for (var number = 2; !names.Add(name); number++)
        {
            var suffix = $"-{number}";
            name = $"{name[..Math.Min(name.Length, LongestName - suffix.Length)]}{suffix}";
        }

        return name;
    }

    private static string Quoted(string text) =>
        Plain.IsMatch(text) ? text : $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";

    [GeneratedRegex("[^A-Za-z0-9._-]")]
    private static partial Regex NotInNames { get; }

    // A letter first, so that it is neither a number nor any other word of YAML; "yes" and its kin are quoted by their length.
    [GeneratedRegex(@"\A(?!(?i:y|n|yes|no|on|off|true|false|null)\z)[A-Za-z][A-Za-z0-9/_.@:+=-]*(?<!:)\z")]
    private static partial Regex Plain { get; }
}
