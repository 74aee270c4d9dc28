using System.Xml.Linq;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.StackSets;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>Stack sets as the API describes them.</summary>
internal static class StackSetXml
{
    public static XElement Describe(ServedStackSet served)
    {
        var (account, region, name) = served.Set.Key;
        return new XElement(
            "StackSet",
            new XElement("StackSetName", name),
            new XElement("StackSetId", served.Set.Id),
            new XElement("StackSetARN", $"arn:{PseudoParameters.PartitionOf(region)}:cloudformation:{region}:{account}:stackset/{served.Set.Id}"),
            StackXml.Optional("Description", served.Description),
            new XElement("Status", "ACTIVE"),
            StackXml.Optional("TemplateBody", served.Wanted.TemplateText),
            new XElement("Parameters", served.Wanted.Parameters.Select(parameter => new XElement(
                "member", new XElement("ParameterKey", parameter.Key), new XElement("ParameterValue", parameter.Value)))),
            new XElement("Capabilities", StackXml.Members(served.Capabilities)),
            new XElement("Tags", StackXml.Tags(served.Tags)),
            new XElement("PermissionModel", served.PermissionModel),
            new XElement("Regions", StackXml.Members(served.Set.Instances.Select(instance => instance.Place.Region).Distinct())));
    }

    public static XElement Summary(ServedStackSet served) => new(
        "member",
        new XElement("StackSetName", served.Set.Key.Name),
        new XElement("StackSetId", served.Set.Id),
        StackXml.Optional("Description", served.Description),
        new XElement("Status", "ACTIVE"),
        new XElement("PermissionModel", served.PermissionModel));

    public static XElement Instance(string name, StackSet set, StackInstance instance) => new(
        name,
        new XElement("StackSetId", set.Id),
        new XElement("Account", instance.Place.AccountId),
        new XElement("Region", instance.Place.Region),
        StackXml.Optional("StackId", instance.StackId),
        new XElement("Status", instance.Status),
        StackXml.Optional("StatusReason", instance.StatusReason),
        new XElement("StackInstanceStatus", new XElement("DetailedStatus", instance.DetailedStatus)));

    public static XElement Operation(string name, StackSet set, StackSetRun run) => new(
        name,
        new XElement("OperationId", run.Id),
        new XElement("StackSetId", set.Id),
        new XElement("Action", run.Action),
        new XElement("Status", run.Status),
        StackXml.Optional("StatusReason", run.Reason),
        new XElement("CreationTimestamp", AwsAnswer.Time(run.Created)),
        run.Ended is { } ended ? new XElement("EndTimestamp", AwsAnswer.Time(ended)) : null);

    public static XElement Result(StackInstance instance) => new(
        "member",
        new XElement("Account", instance.Place.AccountId),
        new XElement("Region", instance.Place.Region),
        new XElement("Status", instance.DetailedStatus),
        StackXml.Optional("StatusReason", instance.StatusReason));
}
