using System.Security.Cryptography;
using System.Text.Json;
using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Constructs.Iam;

/// <summary>Ids of constructs that are made of a principal, and never of its place in a list.</summary>
internal static class StableId
{
    /// <summary><c>role-111122223333-Developer</c>; a token's id is a hash of what it stands for.</summary>
    public static string OfPrincipal(Construct scope, string arn)
    {
        if (!Token.IsUnresolved(arn) && PrincipalArn.Parse("", arn, new ProblemList()) is { } principal)
        {
            return $"{principal.Kind.ToString().ToLowerInvariant()}-{principal.AccountId}-{principal.Name}";
        }

        var resolved = JsonSerializer.SerializeToUtf8Bytes(Stack.Of(scope).Resolve(arn));
        return $"principal-{Convert.ToHexStringLower(SHA256.HashData(resolved))[..8]}";
    }
}
