using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

/// <summary>Each principal is mapped once: by accesses, nodes, Argo CD and the administrators of a cluster that is made.</summary>
internal static class PrincipalsOnce
{
    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        // The authenticator compares ARNs without regard to case, and IAM has no two names that differ in case alone.
        var written = new Dictionary<string, Mapped>(StringComparer.OrdinalIgnoreCase);
        var stripped = new Dictionary<string, Mapped>(StringComparer.OrdinalIgnoreCase);
        foreach (var mapped in All(spec).Where(mapped => !mapped.Written.IsMissing))
        {
            if (!written.TryAdd(mapped.Identity, mapped))
            {
                var first = written[mapped.Identity];
                problems.Add(mapped.Written, $"{mapped.What} {mapped.Written} is given twice", Once(first));
            }
            else if (mapped.Stripped is { } arn && !stripped.TryAdd(arn, mapped))
            {
                ReportSame(stripped[arn], mapped, arn, problems);
            }
        }
    }

    private static void ReportSame(Mapped first, Mapped second, string arn, SpecProblems problems)
    {
        var why = first.ByAwsAuth && second.ByAwsAuth && arn.Contains(":role/", StringComparison.Ordinal)
            ? "aws-auth knows no role paths, nor upper and lower case"
            : "an account has no two roles or users of one name, whatever their paths";
        problems.Add(second.Written, $"principal becomes {arn}, as the one in line {first.Written.At.Line} does: {why}", Once(first));
    }

    private static string Once(Mapped first) => $"each principal once (first in line {first.Written.At.Line})";

    private static IEnumerable<Mapped> All(AccessSpec spec)
    {
        foreach (var role in spec.Cluster.Create?.AdminRoles ?? []) yield return Of(role.Written, role.Value, Backends.AccessEntry);
        foreach (var item in spec.Access)
        {
            var backends = spec.Cluster.BackendsOf(item.Via);
            foreach (var principal in item.Principals)
            {
                yield return principal switch
                {
                    PrincipalSpec.Arn arn => Of(arn.Written, arn.Value, backends),
                    PrincipalSpec.PermissionSet set => Of(set.Written, set.Value, backends),
                    PrincipalSpec.CreateRole role => new(role.Name, "role", $"create:{role.Name}", null, false),
                    _ => new(principal.Written, "account", principal.Written.Text, null, true),
                };
            }
        }

        foreach (var node in spec.Nodes) yield return Of(node.Role.Written, node.Role.Value, spec.Cluster.BackendsOf(node.Via));
        var auto = spec.Cluster.BackendsOf(Via.Auto);
        foreach (var role in spec.ArgoCd?.ControllerRoles ?? []) yield return Of(role.Written, role.Value, auto);
    }

    private static Mapped Of(Word written, PrincipalArn arn, Backends backends)
    {
        var stripped = arn.Kind == PrincipalKind.User ? $"arn:{arn.Partition}:iam::{arn.AccountId}:user/{arn.Name}" : arn.AsWritten;
        return new(written, "principal", arn.Full, stripped, backends.HasFlag(Backends.AwsAuth));
    }

    /// <param name="Written">As the file has it.</param>
    /// <param name="What">What it is, in the words of an error.</param>
    /// <param name="Identity">What makes two the same, whatever maps them.</param>
    /// <param name="Stripped">The ARN without its path.</param>
    /// <param name="ByAwsAuth">Whether aws-auth maps it.</param>
    private sealed record Mapped(Word Written, string What, string Identity, string? Stripped, bool ByAwsAuth);
}
