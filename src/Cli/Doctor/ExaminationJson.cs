using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Cli.Output;
using EksIamCdk.Inspection.Diagnosis;

namespace EksIamCdk.Cli.Doctor;

/// <summary>An examination for programs.</summary>
internal static class ExaminationJson
{
    public static JsonObject Of(Examination examination) => new()
    {
        ["question"] = examination.Question,
        ["verdict"] = examination.BrokenLink is not null ? "broken" : examination.AllHold ? "ok" : "unknown",
        ["brokenLink"] = examination.BrokenLink?.Link,
        ["links"] = JsonOutput.Array(examination.Links.Select(Of)),
    };

    private static JsonObject Of(LinkFinding finding)
    {
        var json = new JsonObject { ["link"] = finding.Link };
        switch (finding.State)
        {
            case LinkState.Holds holds:
                json["state"] = "ok";
                json["what"] = holds.What;
                break;
            case LinkState.Broken broken:
                json["state"] = "broken";
                json["what"] = broken.Why;
                json["remedy"] = broken.Remedy;
                json["commands"] = JsonOutput.Texts(broken.Commands);
                break;
            case LinkState.Unknown unknown:
                json["state"] = "unknown";
                json["what"] = unknown.What;
                break;
            case LinkState.NotReached:
                json["state"] = "notReached";
                break;
            default:
                throw new UnreachableException();
        }

        return json;
    }
}
