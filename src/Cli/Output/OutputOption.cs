using System.CommandLine;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace EksIamCdk.Cli.Output;

/// <summary><c>--output</c>, <c>-o</c>: the same for every command that only reads.</summary>
internal sealed class OutputOption
{
    private readonly Option<string> _option;

    /// <param name="more">Formats that only this command has.</param>
    public OutputOption(params IReadOnlyList<string> more)
    {
        string[] all = ["json", "yaml", .. more];
        var names = $"{string.Join(", ", all[..^1])} or {all[^1]}";
        _option = new("--output", "-o") { Description = $"table (for people), {names}", HelpName = "FORMAT", DefaultValueFactory = _ => "table" };
        _option.CompletionSources.Add(["table", .. all]);
        _option.Validators.Add(result =>
        {
            if (result.Tokens is [var token, ..] && Find(token.Value) is null && !more.Contains(token.Value))
                result.AddError($"--output {token.Value}: expected table, {names}");
        });
    }

    public void AddTo(Command command) => command.Add(_option);

    /// <summary>Whether this one of its own formats is asked for.</summary>
    public bool Is(ParseResult line, string format) => line.GetRequiredValue(_option) == format;

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
