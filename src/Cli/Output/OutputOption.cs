using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace EksIamCdk.Cli.Output;

/// <summary><c>--output</c>, <c>-o</c>: the same for every command that only reads.</summary>
internal sealed class OutputOption
{
    private readonly Option<string> _option = new("--output", "-o")
    {
        Description = "table (for people), json or yaml",
        HelpName = "FORMAT",
        DefaultValueFactory = _ => "table",
    };

    public OutputOption()
    {
        _option.CompletionSources.Add("table", "json", "yaml");
        _option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && Find(token.Value) is null) result.AddError($"--output {token.Value}: expected table, json or yaml");
        });
    }

    public void AddTo(Command command) => command.Add(_option);

    public OutputFormat Of(ParseResult line) => Find(line.GetRequiredValue(_option)) ?? OutputFormat.Table;

    /// <summary>Prints one answer, in the format that was asked for.</summary>
    /// <param name="line">The command line.</param>
    /// <param name="json">The answer for programs: made only when it is printed.</param>
    /// <param name="text">Prints it for people.</param>
    public void Write(ParseResult line, Func<JsonNode> json, Action<IAnsiConsole> text)
    {
        switch (Of(line))
        {
            case OutputFormat.Json:
                JsonOutput.Write(json());
                break;
            case OutputFormat.Yaml:
                Console.Out.Write(YamlOutput.Text(json()));
                break;
            default:
                text(Terminal.Open());
                break;
        }
    }

    private static OutputFormat? Find(string text) => text switch
    {
        "table" => OutputFormat.Table,
        "json" => OutputFormat.Json,
        "yaml" => OutputFormat.Yaml,
        _ => null,
    };
}
