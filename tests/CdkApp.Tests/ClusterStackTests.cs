using System.Text.Json.Nodes;

namespace EksIamCdk.CdkApp.Tests;

public sealed class ClusterStackTests
{
    [Fact]
    public void What_other_stacks_may_use_is_exported_whether_they_use_it_or_not()
    {
        var without = Exports("");
        var with = Exports("""
            workloads: [{ serviceAccount: default/app, createRole: { statements: [{ actions: [s3:GetObject], resources: ["arn:aws:s3:::app/*"] }] } }]
            """);

        Assert.Equal(without, with);
        Assert.Contains(without, name => name.Contains("OpenIdConnectIssuerUrl", StringComparison.Ordinal));
        Assert.Contains(without, name => name.Contains("ClusterSecurityGroupId", StringComparison.Ordinal));
    }

    private static List<string> Exports(string more)
    {
        var app = Synthesis.Assembly($$"""
            cluster:
              name: demo
              create: { version: "1.34", adminRoles: [arn:aws:iam::111122223333:role/PlatformAdmin] }
            {{more}}
            """);
        var outputs = JsonNode.Parse(File.ReadAllText(Path.Combine(app, "ClusterStack.template.json")))!["Outputs"]!.AsObject();
        return [.. outputs.Select(output => output.Value!["Export"]?["Name"]?.GetValue<string>()).OfType<string>().Order(StringComparer.Ordinal)];
    }
}
