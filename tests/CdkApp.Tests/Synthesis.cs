using System.Text.Json.Nodes;
using Amazon.CDK;

namespace EksIamCdk.CdkApp.Tests;

/// <summary>Specs synthesised in this process, with a package that needs no publishing.</summary>
internal static class Synthesis
{
    /// <summary>A folder that stands for the published function.</summary>
    public static string Package { get; } = MakePackage();

    public static string Root { get; } = FindRoot();

    /// <summary>Whether files that tests compare with are rewritten instead.</summary>
    public static bool Updating { get; } = System.Environment.GetEnvironmentVariable("EKSIAM_UPDATE") == "1";

    public static JsonObject Template(string spec, Amazon.CDK.Environment? env = null) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(Assembly(spec, env), "AccessStack.template.json")))!.AsObject();

    /// <summary>The folder that all stacks of a spec are written to.</summary>
    public static string Assembly(string spec, Amazon.CDK.Environment? env = null)
    {
        var file = Path.Combine(AppContext.BaseDirectory, "access.yaml");
        File.WriteAllText(file, spec);
        var errors = new StringWriter();
        var read = SpecFile.Read(file, errors);
        Assert.Equal("", errors.ToString());
        var app = new App(new AppProps { AnalyticsReporting = false });
        SpecStacks.Declare(app, read!, env ?? new Amazon.CDK.Environment(), Package);
        return app.Synth().Directory;
    }

    public static JsonObject Resources(JsonObject template) => template["Resources"]!.AsObject();

    /// <summary>The ids of the custom resources by what they make: <c>RoleBinding dev/eks-iam-cdk:developers:view</c>.</summary>
    public static IReadOnlyDictionary<string, string> Made(JsonObject template)
    {
        var made = new Dictionary<string, string>();
        foreach (var (id, resource) in Resources(template))
        {
            var properties = resource!["Properties"]!;
            if (properties["Manifest"] is { } text)
            {
                var manifest = JsonNode.Parse(text.GetValue<string>())!;
                var (ns, name) = (manifest["metadata"]!["namespace"], manifest["metadata"]!["name"]);
                made[ns is null ? $"{manifest["kind"]} {name}" : $"{manifest["kind"]} {ns}/{name}"] = id;
            }
            else if ((properties["RoleArn"] ?? properties["UserArn"] ?? properties["AccountId"]) is { } principal)
            {
                made[principal.GetValue<string>()] = id;
            }
        }

        return made;
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "EksIamCdk.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }

    private static string MakePackage()
    {
        var folder = Directory.CreateDirectory(Path.Combine(AppContext.BaseDirectory, "package")).FullName;
        File.WriteAllText(Path.Combine(folder, "MappingLambda.dll"), "");
        return folder;
    }
}
