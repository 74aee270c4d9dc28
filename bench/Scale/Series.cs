using System.Globalization;
using System.Text;

namespace EksIamCdk.Bench.Scale;

/// <summary>What one size took.</summary>
internal sealed record Point(int Size, double Milliseconds);

/// <summary>Times by size, and how they grow.</summary>
/// <param name="Title">What was done.</param>
/// <param name="Unit">What the size counts.</param>
/// <param name="Points">By size.</param>
/// <param name="Fixed">What it takes whatever the size; it is left out of the fit.</param>
internal sealed record Series(string Title, string Unit, IReadOnlyList<Point> Points, double Fixed = 0)
{
    private const int LongestBar = 50;

    /// <summary>The slope of the line through the logarithms: 1 is linear, 2 quadratic.</summary>
    public double Exponent
    {
        get
        {
            List<(double X, double Y)> logs = [.. Points.Where(point => point.Milliseconds > Fixed).Select(point => (Math.Log(point.Size), Math.Log(point.Milliseconds - Fixed)))];
            var (x, y) = (logs.Average(log => log.X), logs.Average(log => log.Y));
            return logs.Sum(log => (log.X - x) * (log.Y - y)) / logs.Sum(log => (log.X - x) * (log.X - x));
        }
    }

    public string Markdown
    {
        get
        {
            var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"#### {Title}\n\n| {Unit} | ms | each (µs) |\n| ---: | ---: | ---: |\n"));
            foreach (var point in Points)
                text.Append(CultureInfo.InvariantCulture, $"| {point.Size:#,##0} | {Shown(point.Milliseconds)} | {Shown((point.Milliseconds - Fixed) / point.Size * 1000)} |\n");
            text.Append("\n```\n");
            foreach (var point in Points)
            {
                var bar = new string('#', Math.Max(1, (int)Math.Round(point.Milliseconds / Points.Max(other => other.Milliseconds) * LongestBar)));
                text.Append(CultureInfo.InvariantCulture, $"{point.Size,7:#,##0} {bar} {Shown(point.Milliseconds)}\n");
            }

            text.Append("```\n\n");
            if (Fixed > 0) text.Append(CultureInfo.InvariantCulture, $"One alone: {Shown(Fixed)} ms, which is left out of what each takes and of the fit. ");
            return text.Append(CultureInfo.InvariantCulture, $"Exponent of growth: **{Exponent:0.00}**.\n\n").ToString();
        }
    }

    private static string Shown(double value) => value.ToString(value < 10 ? "0.00" : value < 100 ? "0.0" : "#,##0", CultureInfo.InvariantCulture);
}
