using System.CommandLine;
using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Cli.Input;
using EksIamCdk.Cli.Output;

namespace EksIamCdk.Cli.AwsAuth;

/// <summary><c>eksiam aws-auth resolve FILE --caller ARN</c></summary>
internal static class ResolveCommand
{
    public static Command Build()
    {
        var file = FileArgument.Of<string>(ArgumentArity.ExactlyOne);
        var caller = new Option<string>("--caller") { Description = "The ARN as sts:GetCallerIdentity tells it", HelpName = "ARN", Required = true };
        var session = new Option<string?>("--session") { Description = "The role session name; default: the last part of an assumed role's ARN", HelpName = "NAME" };
        var accessKey = new Option<string>("--access-key") { Description = "For {{AccessKeyID}}", HelpName = "ID", DefaultValueFactory = _ => "" };
        var privateDns = new Option<string?>("--private-dns") { Description = "What EC2 tells for {{EC2PrivateDNSName}}; default: the look-up fails", HelpName = "NAME" };
        var json = new Option<bool>("--json") { Description = "Print one JSON object" };
        var command = new Command("resolve", "Who a caller becomes, and because of which entry. Exit code: 0 somebody; 1 nobody; 2 bad input")
        {
            file, caller, session, accessKey, privateDns, json,
        };
        command.SetAction((line, cancellationToken) =>
        {
            var arn = line.GetRequiredValue(caller);
            return RunAsync(
                line.GetRequiredValue(file),
                new Caller
                {
                    Arn = arn,
                    SessionName = line.GetValue(session) ?? SessionOf(arn),
                    AccessKeyId = line.GetRequiredValue(accessKey),
                    Ec2PrivateDnsName = line.GetValue(privateDns),
                },
                line.GetValue(json),
                cancellationToken);
        });
        return command;
    }

    private static async Task<int> RunAsync(string name, Caller caller, bool asJson, CancellationToken cancellationToken)
    {
        var problems = new List<string>();
        if (await ConfigMapInput.ReadAsync(name, problems, cancellationToken) is not { } file)
        {
            return Complain.About(problems);
        }

        var resolution = Authenticator.Resolve(file.Data, caller);
        if (asJson)
        {
            JsonOutput.Write(Json(resolution, file));
        }
        else
        {
            Console.Out.Write(Text(resolution, file, TextInput.Display(name), caller.Arn));
        }

        return resolution is Resolution.Mapped ? ExitCode.Done : ExitCode.Negative;
    }

    private static string SessionOf(string arn) => arn.Contains(":assumed-role/", StringComparison.Ordinal) ? arn[(arn.LastIndexOf('/') + 1)..] : "";

    private static string Text(Resolution resolution, ConfigMapFile file, string name, string arn) => resolution switch
    {
        Resolution.Mapped mapped =>
            $"""
            {arn} becomes
              username  {(mapped.Username.Length == 0 ? "(empty)" : mapped.Username)}
              groups    {(mapped.Groups.Count == 0 ? "(none)" : string.Join(", ", mapped.Groups))}
              because   {Place(mapped.Section, mapped.Because, file, name)}

            """,
        Resolution.Refused { Section: { } section, Because: { } entry } refused =>
            $"""
            {arn} becomes nobody
              because   {Place(section, entry, file, name)}
                        {refused.Why}

            """,
        Resolution.Refused refused => $"{arn} becomes nobody\n  because   {refused.Why}\n",
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static string Place(Section section, EntryInForce entry, ConfigMapFile file, string name) =>
        $"{CheckText.Place(name, section.Key(), entry.Line, entry.Column, file.Locate(section.Key(), entry.Line, entry.Column))} {entry.Entry.Id}";

    private static JsonObject Json(Resolution resolution, ConfigMapFile file) => resolution switch
    {
        Resolution.Mapped mapped => new JsonObject
        {
            ["mapped"] = true,
            ["username"] = mapped.Username,
            ["groups"] = JsonOutput.Texts(mapped.Groups),
            ["because"] = Because($"an entry of {mapped.Section.Key()}", mapped.Section, mapped.Because, file),
        },
        Resolution.Refused refused => new JsonObject
        {
            ["mapped"] = false,
            ["username"] = null,
            ["groups"] = new JsonArray(),
            ["because"] = Because(refused.Why, refused.Section, refused.Because, file),
        },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    /// <summary>Why, and the entry that decided when there is one.</summary>
    private static JsonObject Because(string why, Section? section, EntryInForce? entry, ConfigMapFile file)
    {
        var json = new JsonObject { ["why"] = why };
        if (section is { } known && entry is not null)
        {
            json["section"] = known.Key();
            json["line"] = entry.Line;
            json["column"] = entry.Column;
            json["inFile"] = CheckJson.Place(file.Locate(known.Key(), entry.Line, entry.Column));
            json["entry"] = CheckJson.Entry(known, entry.Entry);
        }

        return json;
    }
}
