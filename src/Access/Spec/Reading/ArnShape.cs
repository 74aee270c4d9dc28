using System.Text.Json.Nodes;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>The ARN of an IAM principal.</summary>
/// <param name="expected">What is right, in the words of an error.</param>
/// <param name="kinds">The kinds of principals that are right.</param>
internal sealed class ArnShape(string expected, params PrincipalKind[] kinds) : Shape<WrittenArn>
{
    private readonly WordShape _text = new(expected);

    public override WrittenArn? Read(SpecNode node, string name, SpecProblems problems)
    {
        if (_text.Read(node, name, problems) is not { } word) return null;
        if (word.Text.Contains('*', StringComparison.Ordinal))
        {
            problems.Add(word, $"{name} is wrong", $"{expected}, without wildcards");
            return null;
        }

        var wrong = new ProblemList();
        var arn = PrincipalArn.Parse(name, word.Text, wrong);
        problems.AddAll(word, $"{name} is wrong", wrong);
        if (arn is null) return null;
        if (kinds.Contains(arn.Kind)) return new(word, arn);
        problems.Add(word, $"{name} is wrong", expected);
        return null;
    }

    public override JsonObject Schema()
    {
        var resources = kinds.Select(kind => kind switch
        {
            PrincipalKind.Root => "root",
            PrincipalKind.Role => "role/\\S+",
            _ => "user/\\S+",
        });
        return new() { ["type"] = "string", ["pattern"] = $"^arn:aws[a-z-]*:iam::[0-9]{{12}}:({string.Join('|', resources)})$" };
    }
}
