using System.Text.Json.Nodes;
using System.Xml.Linq;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>Change sets as the API describes them.</summary>
internal static class ChangeXml
{
    /// <summary>So CloudFormation writes what it cannot know before.</summary>
    private const string KnownAfterApply = "{{changeSet:KNOWN_AFTER_APPLY}}";

    /// <param name="values">Whether old and new values of properties are asked for.</param>
    public static IEnumerable<XElement?> Describe(ChangeSet set, bool values)
    {
        var (stack, settings) = (set.Change.Stack, set.Change.Settings);
        return
        [
            .. Summary(set),
            new XElement("Parameters", StackXml.Parameters(set.Change.Template, settings.Parameters)),
            new XElement("NotificationARNs", StackXml.Members(settings.NotificationArns)),
            new XElement("Capabilities", StackXml.Members(settings.Capabilities)),
            new XElement("Tags", StackXml.Tags(settings.Tags)),
            new XElement("RollbackConfiguration"),
            new XElement("OnStackFailure", set.OnFailure == OnFailure.DoNothing ? "DO_NOTHING" : "ROLLBACK"),
            new XElement("Changes", set.Changes.Select(change => Change(change, values))),
        ];
    }

    public static IEnumerable<XElement?> Summary(ChangeSet set) =>
    [
        new("ChangeSetId", set.Id),
        new("ChangeSetName", set.Name),
        new("StackId", set.Change.Stack.Id),
        new("StackName", set.Change.Stack.Name),
        set.Description.Length > 0 ? new("Description", set.Description) : null,
        new("CreationTime", AwsAnswer.Time(set.Created)),
        new("Status", set.Status),
        set.StatusReason is { } reason ? new("StatusReason", reason) : null,
        new("ExecutionStatus", set.ExecutionStatus),
        new("IncludeNestedStacks", "false"),
    ];

    private static XElement Change(ResourceChange change, bool values) => new(
        "member",
        new XElement("Type", "Resource"),
        new XElement(
            "ResourceChange",
            new XElement("Action", change.Action),
            new XElement("LogicalResourceId", change.LogicalId),
            StackXml.Optional("PhysicalResourceId", change.PhysicalId),
            new XElement("ResourceType", change.Type),
            StackXml.Optional("Replacement", change.Replacement),
            StackXml.Optional("PolicyAction", change.PolicyAction),
            new XElement("Scope", StackXml.Members(change.Details.Select(detail => detail.Attribute).Distinct())),
            new XElement("Details", change.Details.Select(detail => Detail(detail, values))),
            values ? StackXml.Optional("BeforeContext", Text(change.Before)) : null,
            values ? StackXml.Optional("AfterContext", Text(change.After)) : null));

    private static XElement Detail(ChangeDetail detail, bool values) => new(
        "member",
        new XElement(
            "Target",
            new XElement("Attribute", detail.Attribute),
            StackXml.Optional("Name", detail.Name),
            new XElement("RequiresRecreation", detail.RequiresRecreation),
            values ? new XElement("Path", detail.Name is null ? $"/{detail.Attribute}" : $"/{detail.Attribute}/{detail.Name}") : null,
            values ? StackXml.Optional("BeforeValue", Text(detail.Before)) : null,
            values ? StackXml.Optional("AfterValue", Text(detail.After)) : null,
            new XElement("AttributeChangeType", detail.Before is null ? "Add" : detail.After is null ? "Remove" : "Modify")),
        new XElement("Evaluation", detail.IsDynamic ? "Dynamic" : "Static"),
        new XElement("ChangeSource", detail.Source),
        StackXml.Optional("CausingEntity", detail.CausedBy));

    private static string? Text(JsonNode? node) => (TemplateReader.Text(node) ?? node?.ToJsonString())
        ?.Replace(Unknown.Marker, KnownAfterApply, StringComparison.Ordinal)
        .Replace("\\uE000", KnownAfterApply, StringComparison.Ordinal);
}
