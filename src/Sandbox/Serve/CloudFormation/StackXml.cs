using System.Xml.Linq;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>Stacks, their events and resources as the API describes them.</summary>
internal static class StackXml
{
    /// <summary>Of the template that a stack has now.</summary>
    /// <param name="resolve">The value of a parameter of the Parameter Store.</param>
    public static XElement Describe(Stack stack, Template? template, Func<string, string?> resolve)
    {
        var settings = stack.Settings;
        var given = settings.TemplateText.Length > 0 ? settings.Parameters : stack.Parameters;
        return new XElement(
            "member",
            new XElement("StackId", stack.Id),
            new XElement("StackName", stack.Name),
            Optional("Description", TemplateReader.Text(template?.Body["Description"])),
            new XElement("Parameters", template is null ? null : Parameters(template, given, resolve)),
            new XElement("CreationTime", AwsAnswer.Time(stack.Created)),
            settings.Updated is { } updated ? new XElement("LastUpdatedTime", AwsAnswer.Time(updated)) : null,
            settings.Deleted is { } deleted ? new XElement("DeletionTime", AwsAnswer.Time(deleted)) : null,
            new XElement("RollbackConfiguration"),
            new XElement("StackStatus", stack.Status),
            Optional("StackStatusReason", ReasonOf(stack)),
            new XElement("DisableRollback", settings.DisableRollback),
            new XElement("NotificationARNs", Members(settings.NotificationArns)),
            new XElement("Capabilities", Members(settings.Capabilities)),
            new XElement("Outputs", template is null ? null : Outputs(stack, template)),
            Optional("RoleARN", settings.RoleArn),
            new XElement("Tags", Tags(settings.Tags)),
            new XElement("EnableTerminationProtection", settings.TerminationProtection),
            new XElement("DriftInformation", new XElement("StackDriftStatus", "NOT_CHECKED")));
    }

    public static XElement Summary(Stack stack) => new(
        "member",
        new XElement("StackId", stack.Id),
        new XElement("StackName", stack.Name),
        new XElement("CreationTime", AwsAnswer.Time(stack.Created)),
        stack.Settings.Updated is { } updated ? new XElement("LastUpdatedTime", AwsAnswer.Time(updated)) : null,
        stack.Settings.Deleted is { } deleted ? new XElement("DeletionTime", AwsAnswer.Time(deleted)) : null,
        new XElement("StackStatus", stack.Status),
        Optional("StackStatusReason", ReasonOf(stack)),
        new XElement("DriftInformation", new XElement("StackDriftStatus", "NOT_CHECKED")));

    public static XElement Event(Stack stack, RecordedEvent recorded)
    {
        var happened = recorded.Event;
        return new XElement(
            "member",
            new XElement("StackId", stack.Id),
            new XElement("EventId", recorded.Id),
            new XElement("StackName", stack.Name),
            new XElement("OperationId", recorded.OperationId),
            new XElement("LogicalResourceId", happened.LogicalId),
            new XElement("PhysicalResourceId", happened.PhysicalId),
            new XElement("ResourceType", happened.Type),
            new XElement("Timestamp", AwsAnswer.Time(happened.Time)),
            new XElement("ResourceStatus", happened.Status),
            Optional("ResourceStatusReason", happened.Reason),
            Optional("ClientRequestToken", recorded.Token));
    }

    /// <param name="time">What the operation calls the time of the last change.</param>
    public static XElement Resource(Stack stack, ResourceRecord resource, string time, bool namesStack)
    {
        var last = stack.History.Events.LastOrDefault(recorded => recorded.Event.LogicalId == resource.LogicalId)?.Event;
        return new XElement(
            "member",
            namesStack ? new XElement("StackId", stack.Id) : null,
            namesStack ? new XElement("StackName", stack.Name) : null,
            new XElement("LogicalResourceId", resource.LogicalId),
            Optional("PhysicalResourceId", resource.PhysicalId),
            new XElement("ResourceType", resource.Type),
            new XElement(time, AwsAnswer.Time(last?.Time ?? stack.Created)),
            new XElement("ResourceStatus", resource.Status),
            Optional("ResourceStatusReason", last?.Reason),
            new XElement("DriftInformation", new XElement("StackResourceDriftStatus", "NOT_CHECKED")));
    }

    public static IEnumerable<XElement> Parameters(
        Template template, IReadOnlyDictionary<string, string> given, Func<string, string?>? resolve = null) =>
        template.Parameters.Values.Select(parameter =>
        {
            var value = given.GetValueOrDefault(parameter.Name) ?? parameter.Default ?? "";
            return new XElement(
                "member",
                new XElement("ParameterKey", parameter.Name),
                new XElement("ParameterValue", parameter.NoEcho ? "****" : value),
                parameter.IsFromParameterStore && !parameter.NoEcho ? Optional("ResolvedValue", resolve?.Invoke(value)) : null);
        });

    public static IEnumerable<XElement> Tags(IReadOnlyDictionary<string, string> tags) =>
        tags.Select(tag => new XElement("member", new XElement("Key", tag.Key), new XElement("Value", tag.Value)));

    public static IEnumerable<XElement> Members(IEnumerable<string> values) => values.Select(value => new XElement("member", value));

    public static XElement? Optional(string name, string? value) => value is { Length: > 0 } ? new XElement(name, value) : null;

    private static IEnumerable<XElement> Outputs(Stack stack, Template template) => stack.Outputs.Select(output =>
    {
        var definition = template.Body["Outputs"]?[output.Key];
        var export = definition?["Export"] is null ? null : stack.Exports.FirstOrDefault(export => export.Value == output.Value).Key;
        return new XElement(
            "member",
            new XElement("OutputKey", output.Key),
            new XElement("OutputValue", output.Value),
            Optional("Description", TemplateReader.Text(definition?["Description"])),
            Optional("ExportName", export));
    });

    private static string? ReasonOf(Stack stack) =>
        stack.History.Events.LastOrDefault(recorded => recorded.Event.PhysicalId == stack.Id)?.Event.Reason;
}
