using Amazon.CDK;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Constructs;

/// <summary>Collects all problems of one construct's properties and throws them together, naming the construct.</summary>
internal sealed class ConstructProblems(string construct)
{
    private readonly ProblemList _problems = new();

    /// <summary>The path of the construct.</summary>
    public string Construct => construct;

    public void Add(string property, string? got, string expected) => _problems.Add(property, got ?? "", expected);

    public void Required(string property, string? value, string expected)
    {
        if (string.IsNullOrWhiteSpace(value))
        {
            _problems.Missing(property, expected);
        }
    }

    /// <summary>The ARN of an IAM role or user, where it is given and no token.</summary>
    public void Principal(string property, string? arn, PrincipalKind kind)
    {
        if (arn is null || Token.IsUnresolved(arn) || PrincipalArn.Parse(property, arn, _problems) is not { } parsed)
        {
            return;
        }

        if (parsed.Kind != kind)
        {
            _problems.Add(property, arn, kind == PrincipalKind.Role ? "the ARN of an IAM role" : "the ARN of an IAM user");
        }
    }

    /// <summary>The ARN of an IAM role or user, where it is given and no token.</summary>
    public void RoleOrUser(string property, string? arn)
    {
        if (arn is null || Token.IsUnresolved(arn) || PrincipalArn.Parse(property, arn, _problems) is not { Kind: PrincipalKind.Root }) return;
        _problems.Add(property, arn, "the ARN of an IAM role or user");
    }

    /// <summary>Lets a reader of another room add what it finds.</summary>
    public T Reading<T>(Func<ProblemList, T> read) => read(_problems);

    /// <summary>12 digits, where they are given and no token.</summary>
    public void AccountId(string property, string? id)
    {
        if (id is not null && !Token.IsUnresolved(id) && !PrincipalArn.IsAccountId(id))
        {
            _problems.Add(property, id, "the 12 digits of an AWS account");
        }
    }

    /// <exception cref="ArgumentException">There are problems.</exception>
    public void Throw()
    {
        if (_problems.Count > 0)
        {
            throw new ArgumentException($"{construct}: {_problems}");
        }
    }
}
