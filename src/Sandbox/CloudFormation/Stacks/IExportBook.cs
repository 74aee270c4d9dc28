namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>Who exports and imports what among the stacks of an account and Region.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-exports.html"/></summary>
internal interface IExportBook
{
    /// <summary>The name of another stack that exports this, or null.</summary>
    string? ExporterOf(Stack stack, string export);

    /// <summary>The names of other stacks that import this.</summary>
    IReadOnlyList<string> ImportersOf(Stack stack, string export);
}

/// <summary>What CloudFormation refuses for the sake of exports, in its words.</summary>
internal static class ExportRules
{
    /// <returns>Null, or why a stack cannot come to export <paramref name="exports"/>.</returns>
    public static string? Refusal(IExportBook book, Stack stack, IReadOnlyDictionary<string, string> exports)
    {
        foreach (var (name, value) in stack.Exports.OrderBy(export => export.Key, StringComparer.Ordinal))
        {
            var change = !exports.TryGetValue(name, out var after) ? "deleted" : after != value ? "updated" : null;
            if (change is not null && book.ImportersOf(stack, name) is { Count: > 0 } users)
                return $"Export {name} cannot be {change} as it is in use by {string.Join(", ", users)}";
        }
        foreach (var name in exports.Keys.Where(name => !stack.Exports.ContainsKey(name)).Order(StringComparer.Ordinal))
        {
            if (book.ExporterOf(stack, name) is { } owner)
                return $"Export with name {name} is already exported by stack {owner}.";
        }
        return null;
    }
}
