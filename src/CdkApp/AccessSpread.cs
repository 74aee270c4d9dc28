using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Constructs;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.CdkApp;

/// <summary>
/// Over how many stacks the items of <c>access</c> are spread, and which is in which: by their names alone, so that adding, removing or moving one in
/// the file moves no other. With one stack more, an item stays or goes to the new one, never between those that were there.
/// </summary>
internal static class AccessSpread
{
    /// <summary>The context key: <c>-c accessStacks=3</c>, or in cdk.json.</summary>
    public const string Key = "accessStacks";

    private const int Most = 50;

    /// <summary>What is wrong with the key; null when nothing is.</summary>
    public static string? Problem(Construct scope) =>
        Given(scope) is { } text && Parse(text) is null ? $"-c {Key} must be a whole number from 1 to {Most} (got {text})." : null;

    /// <summary>How many stacks; 1 where nothing is said.</summary>
    public static int Stacks(Construct scope) => Given(scope) is { } text
        ? Parse(text) ?? throw new ArgumentException(Problem(scope), nameof(scope))
        : 1;

    /// <summary>The items of one of the stacks, which count from 1.</summary>
    public static IReadOnlyList<AccessItem> Of(AccessSpec spec, int stack, int stacks) => [.. spec.Access.Where(item => StackOf(item.Name.Text, stacks) == stack)];

    /// <summary>The one whose number, hashed with the name, is the highest.</summary>
    public static int StackOf(string name, int stacks) => Enumerable.Range(1, stacks).MaxBy(stack => Score(name, stack));

    private static ulong Score(string name, int stack) =>
        BinaryPrimitives.ReadUInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{stack}/{name}"))));

    private static string? Given(Construct scope) => scope.Node.TryGetContext(Key)?.ToString();

    private static int? Parse(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number is >= 1 and <= Most ? number : null;
}
