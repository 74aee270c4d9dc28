using System.Globalization;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Stacks;

namespace EksIamCdk.Sandbox.Lambda;

/// <summary>A function that a stack has deployed.</summary>
internal sealed record DeployedFunction
{
    public const string Type = "AWS::Lambda::Function";

    public required string Arn { get; init; }

    public required string Name { get; init; }

    public required string RoleArn { get; init; }

    public string Runtime { get; init; } = "dotnet10";

    public string Handler { get; init; } = ProgramFiles.Handler;

    public string? S3Bucket { get; init; }

    public string? S3Key { get; init; }

    /// <summary>Where the template of its stack is, and the assets beside it.</summary>
    public string? TemplateFolder { get; init; }

    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>In MiB.</summary>
    public int Memory { get; init; } = 128;

    public IReadOnlyDictionary<string, string> Environment { get; init; } = new Dictionary<string, string>();

    /// <summary>How many may run at once, where that is limited.</summary>
    public int? ReservedConcurrency { get; init; }

    public AsyncSettings Async { get; init; } = new();

    /// <summary>A process that was started for other settings cannot be used.</summary>
    public string Settings =>
        string.Join(
            "|",
            [
                Arn, RoleArn, Runtime, Handler, S3Bucket, S3Key, TemplateFolder, $"{Timeout}", $"{Memory}", $"{ReservedConcurrency}",
                .. Environment.Select(e => $"{e.Key}={e.Value}").Order(StringComparer.Ordinal),
            ]);

    public static DeployedFunction? Of(ResourceRecord resource, IEnumerable<ResourceRecord> all)
    {
        if (resource is not { Type: Type, PhysicalId: { } name } || (string?)resource.Attributes[nameof(Arn)] is not { } arn)
            return null;
        var properties = resource.Properties;
        var invocation = all.FirstOrDefault(
            other => other is { Type: "AWS::Lambda::EventInvokeConfig", PhysicalId: not null }
                && (string?)other.Properties["FunctionName"] == name);
        return new DeployedFunction
        {
            Arn = arn,
            Name = name,
            RoleArn = (string?)properties["Role"] ?? "",
            Runtime = (string?)properties[nameof(Runtime)] ?? "",
            Handler = (string?)properties[nameof(Handler)] ?? "",
            S3Bucket = (string?)(properties["Code"] as JsonObject)?[nameof(S3Bucket)],
            S3Key = (string?)(properties["Code"] as JsonObject)?[nameof(S3Key)],
            Timeout = TimeSpan.FromSeconds(Number(properties[nameof(Timeout)]) ?? 3),
            Memory = (int)(Number(properties["MemorySize"]) ?? 128),
            Environment = ((properties[nameof(Environment)] as JsonObject)?["Variables"] as JsonObject ?? [])
                .ToDictionary(variable => variable.Key, variable => variable.Value?.ToString() ?? "", StringComparer.Ordinal),
            ReservedConcurrency = (int?)Number(properties["ReservedConcurrentExecutions"]),
            Async = invocation is null ? new() : AsyncOf(invocation.Properties),
        };
    }

    private static AsyncSettings AsyncOf(JsonObject properties)
    {
        var standard = new AsyncSettings();
        return new AsyncSettings
        {
            Retries = (int)(Number(properties["MaximumRetryAttempts"]) ?? standard.Retries),
            MaximumAge = Number(properties["MaximumEventAgeInSeconds"]) is { } seconds ? TimeSpan.FromSeconds(seconds) : standard.MaximumAge,
            OnFailure = (string?)properties["DestinationConfig"]?["OnFailure"]?["Destination"],
        };
    }

    private static double? Number(JsonNode? node) =>
        double.TryParse(node?.ToString(), NumberStyles.Float, CultureInfo.InvariantCulture, out var number) ? number : null;
}
