using System.Security.Cryptography;
using System.Text.Json;
using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Constructs.Iam;

/// <summary>Ids of constructs that are made of what they are about, and never of its place in a list.</summary>
internal static class StableId
{
    /// <summary>The text itself as far as an id can have it; a token's id is a hash of what it stands for.</summary>
    public static string Of(Construct scope, string text) => Token.IsUnresolved(text)
        ? Convert.ToHexStringLower(SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(Stack.Of(scope).Resolve(text))))[..8]
        : text.Replace("https://", "", StringComparison.Ordinal).Replace('/', '-');

    /// <summary><c>role-111122223333-Developer</c>.</summary>
    public static string OfPrincipal(Construct scope, string arn) => PrincipalArn.Parse("", arn, new ProblemList()) is { } principal
        ? $"{principal.Kind.ToString().ToLowerInvariant()}-{principal.AccountId}-{principal.Name}"
        : $"principal-{Of(scope, arn)}";
}
