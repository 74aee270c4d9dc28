using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Inspection.Explaining;

namespace EksIamCdk.Cli.Doctor;

/// <summary>Other arguments, read and checked.</summary>
internal static class Arguments
{
    /// <returns>Null when a problem was added.</returns>
    public static Principal? Principal(string text, ICollection<string> problems)
    {
        var found = new ProblemList();
        var principal = Inspection.Explaining.Principal.Parse("PRINCIPAL", text, null, found);
        foreach (var problem in found) problems.Add(problem.ToString());
        return principal;
    }

    /// <returns>Null when a problem was added.</returns>
    public static PrincipalArn? Role(string name, string text, ICollection<string> problems)
    {
        var found = new ProblemList();
        var arn = PrincipalArn.Parse(name, text, found);
        if (arn is { Kind: not PrincipalKind.Role }) found.Add(name, text, "the ARN of a role");
        foreach (var problem in found) problems.Add(problem.ToString());
        return found.Count == 0 ? arn : null;
    }

    /// <summary><c>NAMESPACE/NAME</c>, or <c>system:serviceaccount:NAMESPACE:NAME</c>.</summary>
    /// <returns>Null when a problem was added.</returns>
    public static Principal.ServiceAccount? ServiceAccount(string name, string text, ICollection<string> problems)
    {
        if (text.StartsWith("system:serviceaccount:", StringComparison.Ordinal)) return Principal(text, problems) as Principal.ServiceAccount;
        if (text.Split('/') is [{ Length: > 0 } ns, { Length: > 0 } account]) return new(ns, account);
        problems.Add($"{name}: got \"{text}\", expected NAMESPACE/NAME, such as app/s3-access-sa");
        return null;
    }
}
