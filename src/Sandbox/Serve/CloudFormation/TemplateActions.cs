using System.Text.Json.Nodes;
using System.Xml.Linq;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>What is asked about templates.</summary>
internal sealed class TemplateActions(StackBook book, TemplateSource templates)
{
    /// <summary>There are no transforms, so that a processed template is the original one.</summary>
    public IEnumerable<XElement?> Get(AwsRequest request, QueryParameters call)
    {
        var stack = book.Existing(request, call.Required("StackName"));
        return
        [
            new("TemplateBody", StackBook.TemplateTextOf(stack)),
            new("StagesAvailable", StackXml.Members(["Original", "Processed"])),
        ];
    }

    public IEnumerable<XElement?> Summarise(AwsRequest request, QueryParameters call)
    {
        var text = call["StackName"] is { Length: > 0 } name
            ? StackBook.TemplateTextOf(book.Existing(request, name))
            : templates.Text(call);
        var template = TemplateSource.Parse(text);
        var types = template.Resources.Values.Select(resource => resource.Type).Distinct().Order(StringComparer.Ordinal).ToList();
        return
        [
            .. Description(template),
            new("ResourceTypes", StackXml.Members(types)),
            StackXml.Optional("Version", TemplateReader.Text(template.Body["AWSTemplateFormatVersion"])),
            StackXml.Optional("Metadata", template.Body["Metadata"]?.ToJsonString()),
        ];
    }

    public IEnumerable<XElement?> Validate(QueryParameters call) => Description(TemplateSource.Parse(templates.Text(call)));

    private static IEnumerable<XElement?> Description(Template template)
    {
        var needed = CapabilityCheck.Needed(template);
        return
        [
            StackXml.Optional("Description", TemplateReader.Text(template.Body["Description"])),
            new("Parameters", template.Parameters.Values.Select(parameter => new XElement(
                "member",
                new XElement("ParameterKey", parameter.Name),
                parameter.Default is { } value ? new XElement("DefaultValue", value) : null,
                new XElement("ParameterType", parameter.Type),
                new XElement("NoEcho", parameter.NoEcho),
                StackXml.Optional("Description", TemplateReader.Text(Source(template, parameter.Name)?["Description"])),
                new XElement("ParameterConstraints", new XElement("AllowedValues", StackXml.Members(parameter.AllowedValues)))))),
            new("Capabilities", StackXml.Members(needed is ({ } capability, _) ? [capability] : [])),
            needed is (_, { } types)
                ? new("CapabilitiesReason", $"The following resource(s) require capabilities: [{string.Join(", ", types)}]")
                : null,
        ];
    }

    private static JsonNode? Source(Template template, string parameter) => template.Body["Parameters"]?[parameter];
}
