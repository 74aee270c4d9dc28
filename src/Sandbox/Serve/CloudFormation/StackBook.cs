using System.Collections.Concurrent;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Stacks;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>Finds stacks as callers name them: by name in their account and Region, or by id; by id also those that are deleted.</summary>
internal sealed class StackBook(SandboxServices services)
{
    private readonly ConcurrentDictionary<string, Stack> _deleted = new(StringComparer.Ordinal);

    /// <summary>Of an account and Region, the newest first; also those that were deleted.</summary>
    public IEnumerable<Stack> All(AwsRequest request) => services.Cloud.Stacks.Concat(_deleted.Values)
        .Where(stack => stack.Key.AccountId == request.AccountId && stack.Key.Region == request.Region)
        .OrderByDescending(stack => stack.Created);

    public Stack? Find(AwsRequest request, string nameOrId)
    {
        if (!nameOrId.StartsWith("arn:", StringComparison.Ordinal))
            return services.Cloud.Find(new RegionalName(request.AccountId, request.Region, nameOrId));
        return services.Cloud.Stacks.FirstOrDefault(stack => stack.Id == nameOrId) ?? _deleted.GetValueOrDefault(nameOrId);
    }

    /// <exception cref="AwsErrorException">There is no such stack.</exception>
    public Stack Existing(AwsRequest request, string nameOrId) => Find(request, nameOrId) ?? throw CallError.NoStackWithId(nameOrId);

    /// <summary>The template as it was sent, or, of a stack that came about otherwise (an instance of a stack set), as it is.</summary>
    public static string TemplateTextOf(Stack stack) =>
        stack.Settings.TemplateText.Length > 0 ? stack.Settings.TemplateText : stack.Template?.ToJsonString() ?? "";

    public void Remember(Stack deleted) => _deleted[deleted.Id] = deleted;
}
