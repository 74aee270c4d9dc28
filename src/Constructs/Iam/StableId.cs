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
        ? Hash(JsonSerializer.SerializeToUtf8Bytes(Stack.Of(scope).Resolve(text)))
        : text.Replace("https://", "", StringComparison.Ordinal).Replace('/', '-');

    /// <summary>A hash of many texts; a token counts as what it stands for.</summary>
    public static string OfAll(Construct scope, IEnumerable<IEnumerable<string>> texts) =>
        Hash(JsonSerializer.SerializeToUtf8Bytes(texts.Select(some => some.Select(text => Token.IsUnresolved(text) ? Of(scope, text) : text))));

    /// <summary><c>role-111122223333-Developer</c>.</summary>
    public static string OfPrincipal(Construct scope, string arn) => PrincipalArn.Parse("", arn, new ProblemList()) is { } principal
        ? $"{principal.Kind.ToString().ToLowerInvariant()}-{principal.AccountId}-{principal.Name}"
        : $"principal-{Of(scope, arn)}";

    private static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content))[..8];
}
