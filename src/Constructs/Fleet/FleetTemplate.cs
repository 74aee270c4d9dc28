using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Amazon.CDK;

namespace EksIamCdk.Constructs.Fleet;

/// <summary>The one template of a fleet: flat, without assets, the same in every account and Region.</summary>
internal sealed record FleetTemplate(string Text)
{
    // The most that CloudFormation takes within another template.
    private const int LargestBody = 51_200;

    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool FitsInTemplate => Encoding.UTF8.GetByteCount(Text) <= LargestBody;

    /// <summary>Synthesises the members' stack in an app of its own: a stack set's template is no stack of the app around it.</summary>
    public static FleetTemplate Synthesize(AccessFleetProps props, FleetPackage package)
    {
        var folder = Directory.CreateTempSubdirectory("eks-iam-cdk-fleet-").FullName;
        try
        {
            var app = new App(new AppProps
            {
                Outdir = folder,
                AutoSynth = false,
                AnalyticsReporting = false,
                StackTraces = false,
                TreeMetadata = false,
            });
            var member = new FleetMember(app, props.StackSetName, package, props.Description);
            props.Member(member);
            app.Synth();
            var template = JsonNode.Parse(File.ReadAllText(Path.Combine(folder, member.TemplateFile)))!.AsObject();
            OncePerAccount.Apply(template, props.Regions);
            return new(template.ToJsonString(s_compact));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
