using System.Text.Json.Nodes;
using Amazon.CDK;

namespace EksIamCdk.Constructs;

/// <summary>The template of a stack that is no stack of the app around it: synthesised in an app of its own, without a trace.</summary>
internal static class StandaloneTemplate
{
    public static JsonObject Of(Func<App, Stack> declare)
    {
        var folder = Directory.CreateTempSubdirectory("eks-iam-cdk-template-").FullName;
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
            var stack = declare(app);
            app.Synth();
            return JsonNode.Parse(File.ReadAllText(Path.Combine(folder, stack.TemplateFile)))!.AsObject();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
