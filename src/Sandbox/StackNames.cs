using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Stacks;

namespace EksIamCdk.Sandbox;

/// <summary>Which stack a deployment means, and whether that one can be deployed to.</summary>
internal static class StackNames
{
    /// <summary><c>cdk.out/Access.template.json</c> is the stack <c>Access</c>.</summary>
    public static string FromFile(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        if (name.EndsWith(".template", StringComparison.OrdinalIgnoreCase))
            name = name[..^".template".Length];
        var letters = string.Concat(name.Select(c => char.IsAsciiLetterOrDigit(c) ? c : '-')).Trim('-');
        return letters.Length > 0 && char.IsAsciiLetter(letters[0]) ? letters : $"stack-{letters}".TrimEnd('-');
    }

    public static void Check(string name, ProblemList problems)
    {
        if (name.Length is 0 or > 128 || !char.IsAsciiLetter(name[0]) || !name.All(c => char.IsAsciiLetterOrDigit(c) || c == '-'))
            problems.Add("stack name", name, "a letter, then letters, digits and hyphens; at most 128");
    }

    public static void CheckStatus(Stack? existing, ProblemList problems)
    {
        if (existing is not null && existing.Status is not ("CREATE_COMPLETE" or "UPDATE_COMPLETE" or "UPDATE_ROLLBACK_COMPLETE"))
            problems.Add(
                $"stack {existing.Name}", existing.Status, "a status that can be updated: destroy the stack first, then deploy it again");
    }
}
