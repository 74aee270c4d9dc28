using System.Globalization;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using Spectre.Console;

namespace EksIamCdk.Cli.Sandbox;

/// <summary>One event in one line, as <c>cdk deploy</c> shows it; the reason below.</summary>
internal static class EventLine
{
    public static Markup Of(StackEvent happened)
    {
        var line = $"{Time(happened)}  [{Colour(happened.Status)}]{happened.Status,-20}[/]  {happened.Type.EscapeMarkup(),-30}  {happened.LogicalId.EscapeMarkup()}\n";
        return new Markup(happened.Reason.Length == 0 ? line : $"{line}          [{Colour(happened.Status)}]{happened.Reason.EscapeMarkup()}[/]\n");
    }

    public static string Time(StackEvent happened) => happened.Time.ToLocalTime().ToString("HH:mm:ss", CultureInfo.InvariantCulture);

    public static bool IsStack(StackEvent happened) => happened.Type == "AWS::CloudFormation::Stack";

    public static bool IsGoingOn(StackEvent happened) => happened.Status.EndsWith("_IN_PROGRESS", StringComparison.Ordinal);

    public static string Colour(string status) => status switch
    {
        _ when status.EndsWith("_FAILED", StringComparison.Ordinal) => "red",
        _ when status.Contains("ROLLBACK", StringComparison.Ordinal) => "yellow",
        _ when status.EndsWith("_COMPLETE", StringComparison.Ordinal) => "green",
        _ => "default",
    };
}
