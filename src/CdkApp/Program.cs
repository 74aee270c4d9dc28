using Amazon.CDK;
using EksIamCdk.CdkApp;
using EksIamCdk.Constructs.Package;

try
{
    switch (args)
    {
        case []:
            return Synthesize();
        case ["provider-template"]:
            Console.Write(ProviderTemplate.Text());
            return 0;
        case ["package", var folder]:
            Console.WriteLine(FunctionPackage.Write(folder));
            return 0;
        default:
            Console.Error.WriteLine(
                $"Unknown arguments: {string.Join(' ', args)}\n"
                + "Without arguments: synthesises the spec, as npx cdk does it.\n"
                + "provider-template: prints the provider alone as a plain template.\n"
                + "package FOLDER: writes the function's zip to a folder, named by its hash.");
            return 2;
    }
}
catch (Exception e)
{
    // The spec was read without a problem, so this is about the machine (the .NET SDK, Node.js, the disk) or a bug.
    // What comes through the Node.js kernel has stack traces in its message.
    var message = string.Join('\n', e.Message.Split('\n').Where(line => !line.StartsWith("   at ", StringComparison.Ordinal)));
    Console.Error.WriteLine($"The app cannot be synthesised: {message.TrimEnd()}");
    return 1;
}

static int Synthesize()
{
    // Where in this program a resource was made is of no interest: the spec is what people edit.
    var app = new App(new AppProps { StackTraces = false });
    app.Node.SetContext(ResourceLimit.CdkKey, int.MaxValue);
    if (AccessSpread.Problem(app) is { } problem)
    {
        Console.Error.WriteLine(problem);
        return 1;
    }

    if (SpecFile.Read(Context(app, "spec") ?? "access.yaml", Console.Error) is not { } file) return 1;

    var cluster = file.Spec.Cluster;
    SpecStacks.Declare(app, file, new Amazon.CDK.Environment
    {
        Account = Context(app, "account"),
        // An access entry stands in the cluster's own Region, and so must the stack that makes it.
        Region = Context(app, "region") ?? (cluster.AccessRoleArn is null ? cluster.Region?.Text : null),
    });
    var tooLarge = ResourceLimit.Problems(app.Synth().Directory);
    foreach (var stack in tooLarge) Console.Error.WriteLine(stack);
    return tooLarge.Count == 0 ? 0 : 1;
}

static string? Context(App app, string key) => app.Node.TryGetContext(key)?.ToString();
