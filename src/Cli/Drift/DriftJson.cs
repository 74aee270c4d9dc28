using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Diffs;
using EksIamCdk.Access.Drift;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Cli.Output;
using EksIamCdk.ClusterApi.Drift;

namespace EksIamCdk.Cli.Drift;

/// <summary>A drift report as <c>--json</c> prints it.</summary>
internal static class DriftJson
{
    public static JsonObject Of(DriftReport report, IReadOnlyDictionary<Deviation, Healing> healed) => new()
    {
        ["compared"] = report.Compared,
        ["deviations"] = JsonOutput.Array(report.Deviations.Select(deviation => Of(deviation, healed.GetValueOrDefault(deviation)))),
        ["notKnown"] = JsonOutput.Array(report.NotKnown.Select(found => new JsonObject { ["object"] = Of(found.Address), ["owner"] = Of(found.Owner) })),
        ["unreadable"] = JsonOutput.Array(report.Unreadable.Select(Of)),
        ["notLookedAt"] = JsonOutput.Array(report.Unread.Select(unread => new JsonObject { ["kind"] = unread.Kind.Kind, ["why"] = unread.Why })),
    };

    private static JsonObject Of(Deviation deviation, Healing? healing)
    {
        var json = new JsonObject { ["owner"] = Of(deviation.Owner), ["target"] = deviation.Target };
        switch (deviation)
        {
            case Deviation.OfEntry { Declaration: var declaration }:
                json["entry"] = new JsonObject { ["section"] = declaration.Section.Key(), ["id"] = declaration.Entry.Id };
                break;
            case Deviation.OfObject { Address: var address }:
                json["object"] = Of(address);
                break;
        }

        json["gone"] = deviation.Live is null;
        json["difference"] = JsonOutput.Texts(deviation.Difference.Select(line => $"{Sign(line.Change)}{line.Line.TrimEnd('\r', '\n')}"));
        if (healing is not null) json["putBack"] = healing is Healing.Healed;
        if (healing is Healing.Refused refused) json["why"] = refused.Failure.Reason;
        return json;
    }

    private static char Sign(LineChange change) => change switch { LineChange.Added => '+', LineChange.Removed => '-', _ => ' ' };

    private static JsonObject Of(Owner owner) => new() { ["stackId"] = owner.StackId, ["logicalId"] = owner.LogicalId };

    private static JsonObject Of(ObjectAddress address) => new()
    {
        ["apiVersion"] = address.Kind.ApiVersion,
        ["kind"] = address.Kind.Kind,
        ["namespace"] = address.Namespace,
        ["name"] = address.Name,
    };
}
