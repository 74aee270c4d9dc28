namespace EksIamCdk.Sandbox.CloudFormation.Stacks;

/// <summary>What a caller of the CloudFormation API says about a stack besides what the engine works with.</summary>
internal sealed record StackSettings
{
    /// <summary>The template as it was sent; empty while the stack is in review.</summary>
    public string TemplateText { get; init; } = "";

    /// <summary>As they were given: of those of the Parameter Store, their names there.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public IReadOnlyList<string> Capabilities { get; init; } = [];

    public IReadOnlyList<string> NotificationArns { get; init; } = [];

    public string? RoleArn { get; init; }

    public bool DisableRollback { get; init; }

    public bool TerminationProtection { get; init; }

    public string? Policy { get; init; }

    public DateTimeOffset? Updated { get; init; }

    public DateTimeOffset? Deleted { get; init; }

    /// <summary>While an operation runs, or is not rolled back: the settings before it.</summary>
    public StackSettings? Before { get; init; }
}
