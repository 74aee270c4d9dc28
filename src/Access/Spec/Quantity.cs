using System.Globalization;

namespace EksIamCdk.Access.Spec;

/// <summary>Kubernetes quantities. Source: https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/.</summary>
public static class Quantity
{
    private static readonly (string Suffix, decimal Factor)[] s_suffixes =
    [
        ("Ki", 1024m), ("Mi", 1048576m), ("Gi", 1073741824m), ("Ti", 1099511627776m),
        ("Pi", 1125899906842624m), ("Ei", 1152921504606846976m),
        ("n", 1e-9m), ("u", 1e-6m), ("m", 1e-3m), ("k", 1e3m), ("M", 1e6m), ("G", 1e9m), ("T", 1e12m), ("P", 1e15m), ("E", 1e18m),
    ];

    /// <returns>The value, or null when the text is no quantity that is not negative.</returns>
    public static decimal? Parse(string text)
    {
        var (suffix, factor) = s_suffixes.FirstOrDefault(candidate => text.EndsWith(candidate.Suffix, StringComparison.Ordinal));
        var number = suffix is null ? text : text[..^suffix.Length];
        var styles = NumberStyles.AllowDecimalPoint | (suffix is null ? NumberStyles.AllowExponent : NumberStyles.None);
        if (!decimal.TryParse(number, styles, CultureInfo.InvariantCulture, out var value)) return null;
        try
        {
            return value * (factor == 0 ? 1 : factor);
        }
        catch (OverflowException)
        {
            return null;
        }
    }
}
