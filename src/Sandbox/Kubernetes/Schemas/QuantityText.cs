using System.Globalization;
using System.Text.RegularExpressions;

namespace EksIamCdk.Sandbox.Kubernetes.Schemas;

/// <summary>Quantities (https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/): <c>500m</c>, <c>1Gi</c>, <c>1e3</c>.</summary>
internal static partial class QuantityText
{
    private static readonly string[] Decimal = ["n", "u", "m", "", "k", "M", "G", "T", "P", "E"];
    private static readonly string[] Binary = ["", "Ki", "Mi", "Gi", "Ti", "Pi", "Ei"];

    /// <summary>The amount; null when the text is no quantity, or too large to be one here.</summary>
    public static decimal? Amount(string text)
    {
        if (Pattern().Match(text) is not { Success: true } match) return null;
        var suffix = match.Groups["suffix"].Value;
        try
        {
            var number = decimal.Parse(match.Groups["number"].Value, NumberStyles.Float, CultureInfo.InvariantCulture);
            if (suffix.StartsWith('e') || (suffix.StartsWith('E') && suffix.Length > 1)) return number * Power(10, int.Parse(suffix[1..], CultureInfo.InvariantCulture));
            var binary = Array.IndexOf(Binary, suffix);
            return binary > 0 ? number * Power(1024, binary) : number * Power(1000, Array.IndexOf(Decimal, suffix) - 3);
        }
        catch (OverflowException)
        {
            return null;
        }
    }

    /// <summary>As the API server writes it: without fraction, with the largest suffix that allows that; null when it is no quantity.</summary>
    public static string? Canonical(string text)
    {
        if (Amount(text) is not { } amount) return null;
        if (text.EndsWith('i') && Math.Abs(amount) >= 1024) return Largest(Math.Ceiling(amount), 1024, Binary);
        return ExponentPattern().IsMatch(text) ? Exponent(amount) : Largest(Math.Ceiling(amount * Power(1000, 3)), 1000, Decimal);
    }

    private static string Largest(decimal amount, decimal step, string[] suffixes)
    {
        if (amount == 0) return "0";
        var index = 0;
        for (; index < suffixes.Length - 1 && amount % step == 0; index++) amount /= step;
        return string.Create(CultureInfo.InvariantCulture, $"{amount:0}{suffixes[index]}");
    }

    private static string Exponent(decimal amount)
    {
        var exponent = 0;
        for (; amount != 0 && amount % 1000 == 0; exponent += 3) amount /= 1000;
        return exponent == 0 ? amount.ToString("0.#########", CultureInfo.InvariantCulture) : string.Create(CultureInfo.InvariantCulture, $"{amount:0}e{exponent}");
    }

    private static decimal Power(decimal of, int exponent)
    {
        var power = 1m;
        for (var count = 0; count < Math.Abs(exponent); count++) power *= of;
        return exponent < 0 ? 1 / power : power;
    }

    [GeneratedRegex(@"^(?<number>[+-]?(\d+(\.\d*)?|\.\d+))(?<suffix>[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+|)\z")]
    private static partial Regex Pattern();

    [GeneratedRegex(@"[eE][+-]?\d+\z")]
    private static partial Regex ExponentPattern();
}
