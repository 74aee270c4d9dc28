using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace EksIamCdk.Constructs.Fleet;

/// <summary>The one template of a fleet: flat, without assets, the same in every account and Region.</summary>
internal sealed record FleetTemplate(string Text)
{
    // The most that CloudFormation takes within another template.
    private const int LargestBody = 51_200;

    private static readonly JsonSerializerOptions s_compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool FitsInTemplate => Encoding.UTF8.GetByteCount(Text) <= LargestBody;

    public static FleetTemplate Synthesize(AccessFleetProps props, FleetPackage package)
    {
        var template = StandaloneTemplate.Of(app =>
        {
            var member = new FleetMember(app, props.StackSetName, package, props.Description);
            props.Member(member);
            return member;
        });
        OncePerAccount.Apply(template, props.Regions);
        return new(template.ToJsonString(s_compact));
    }
}
