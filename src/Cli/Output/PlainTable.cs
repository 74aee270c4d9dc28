using Spectre.Console;

namespace EksIamCdk.Cli.Output;

/// <summary>Tables without lines around them, which read the same in a terminal and in a file.</summary>
internal static class PlainTable
{
    private static readonly Padding _gap = new(0, 0, 2, 0);

    public static Table Of(params IEnumerable<string> heads)
    {
        var table = new Table().Border(TableBorder.None);
        foreach (var head in heads)
        {
            table.AddColumn(new TableColumn($"[grey]{head.EscapeMarkup()}[/]").Padding(_gap).NoWrap());
        }

        return table;
    }
}
