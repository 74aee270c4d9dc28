using System.Globalization;
using System.Xml.Linq;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.CloudFormation.Templates;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Serve.Ssm;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>What is asked about stacks.</summary>
internal sealed class DescribeActions(StackBook book, Cloud cloud, ParameterStore store)
{
    private const int EventsOfPage = 100;

    public IEnumerable<XElement?> Stacks(AwsRequest request, QueryParameters call)
    {
        var stacks = call["StackName"] is { Length: > 0 } name
            ? [book.Existing(request, name)]
            : book.All(request).Where(stack => stack.Status != "DELETE_COMPLETE");
        return
        [
            new("Stacks", stacks.Select(stack => StackXml.Describe(
                stack, TemplateOf(stack), name => store.Find(stack.Key with { Name = name })?.Value))),
        ];
    }

    public IEnumerable<XElement?> List(AwsRequest request, QueryParameters call)
    {
        var wanted = call.Texts("StackStatusFilter");
        return
        [
            new("StackSummaries", book.All(request)
                .Where(stack => wanted.Count == 0 || wanted.Contains(stack.Status)).Select(StackXml.Summary)),
        ];
    }

    /// <summary>The newest first. The token of the next page counts from the oldest, so that what happens meanwhile does not matter.</summary>
    public IEnumerable<XElement?> Events(AwsRequest request, QueryParameters call)
    {
        var name = call.Required("StackName");
        var stack = book.Find(request, name) ?? throw CallError.NoStack(name);
        var events = stack.History.Events;
        var end = int.TryParse(call["NextToken"], NumberStyles.None, CultureInfo.InvariantCulture, out var token)
            ? Math.Min(token, events.Count)
            : events.Count;
        var start = Math.Max(0, end - EventsOfPage);
        return
        [
            new("StackEvents", events.Take(start..end).Reverse().Select(recorded => StackXml.Event(stack, recorded))),
            start > 0 ? new("NextToken", start) : null,
        ];
    }

    public IEnumerable<XElement?> Resources(AwsRequest request, QueryParameters call)
    {
        var stack = call["StackName"] is { Length: > 0 } name
            ? book.Existing(request, name)
            : Holding(request, call.Required("PhysicalResourceId"));
        var resources = stack.Resources.Values.Where(resource =>
            call["LogicalResourceId"] is not { Length: > 0 } id || resource.LogicalId == id);
        return [new("StackResources", resources.Select(resource => StackXml.Resource(stack, resource, "Timestamp", namesStack: true)))];
    }

    public IEnumerable<XElement?> Resource(AwsRequest request, QueryParameters call)
    {
        var (stack, id) = (book.Existing(request, call.Required("StackName")), call.Required("LogicalResourceId"));
        var resource = stack.Resources.GetValueOrDefault(id)
            ?? throw CallError.Validation($"Resource {id} does not exist for stack {stack.Name}");
        var detail = StackXml.Resource(stack, resource, "LastUpdatedTimestamp", namesStack: true);
        detail.Name = "StackResourceDetail";
        return [detail];
    }

    public IEnumerable<XElement?> ListResources(AwsRequest request, QueryParameters call)
    {
        var stack = book.Existing(request, call.Required("StackName"));
        return
        [
            new("StackResourceSummaries", stack.Resources.Values.Select(resource =>
                StackXml.Resource(stack, resource, "LastUpdatedTimestamp", namesStack: false))),
        ];
    }

    public IEnumerable<XElement?> Exports(AwsRequest request) =>
    [
        new("Exports", Living(request).SelectMany(stack => stack.Exports.Select(export => new XElement(
            "member",
            new XElement("ExportingStackId", stack.Id),
            new XElement("Name", export.Key),
            new XElement("Value", export.Value))))),
    ];

    public IEnumerable<XElement?> Imports(AwsRequest request, QueryParameters call)
    {
        var export = call.Required("ExportName");
        var importing = Living(request).Where(stack => stack.Imports.Contains(export)).Select(stack => stack.Name).ToList();
        return importing.Count > 0
            ? [new("Imports", StackXml.Members(importing))]
            : throw CallError.Validation($"Export '{export}' is not imported by any stack.");
    }

    private static Template? TemplateOf(Stack stack) =>
        StackBook.TemplateTextOf(stack) is { Length: > 0 } text ? TemplateSource.Parse(text) : null;

    private IEnumerable<Stack> Living(AwsRequest request) =>
        cloud.Stacks.Where(stack => stack.Key.AccountId == request.AccountId && stack.Key.Region == request.Region);

    private Stack Holding(AwsRequest request, string physicalId) =>
        Living(request).FirstOrDefault(stack => stack.Resources.Values.Any(resource => resource.PhysicalId == physicalId))
            ?? throw CallError.Validation($"Stack for {physicalId} does not exist");
}
