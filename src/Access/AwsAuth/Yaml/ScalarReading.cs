using System.Globalization;
using System.Text;

namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>A scalar with its tag taken into account.</summary>
internal static class ScalarReading
{
    private static readonly string[] s_timestamps =
    [
        "yyyy-M-d", "yyyy-M-d H:m:s.FFFFFFF", "yyyy-M-d'T'H:m:s.FFFFFFFzzz", "yyyy-M-d't'H:m:s.FFFFFFFzzz", "yyyy-M-d'T'H:m:s.FFFFFFF'Z'",
        "yyyy-M-d't'H:m:s.FFFFFFF'Z'",
    ];

    /// <exception cref="YamlException">The tag promises something else than the text holds.</exception>
    public static (ScalarType Type, string Text) Read(Node scalar)
    {
        switch (scalar.Tag)
        {
            case null:
                return (scalar.Style == ScalarStyle.Plain ? ScalarTypes.Of(scalar.Text) : ScalarType.Text, scalar.Text);
            case Tags.Binary:
                return (ScalarType.Text, DecodeBinary(scalar));
            case Tags.Boolean or Tags.Integer or Tags.Float or Tags.Null:
                var type = ScalarTypes.Of(scalar.Text);
                return Fits(scalar.Tag, type) ? (type, scalar.Text) : throw Misfit(scalar);
            case Tags.Timestamp when !IsTimestamp(scalar.Text):
                throw Misfit(scalar);
            default:
                return (ScalarType.Text, scalar.Text);
        }
    }

    private static bool Fits(string tag, ScalarType type) => tag switch
    {
        Tags.Boolean => type is ScalarType.Boolean,
        Tags.Integer => type is ScalarType.Integer or ScalarType.LargeInteger,
        Tags.Float => type is ScalarType.Integer or ScalarType.Float or ScalarType.NotFinite,
        _ => type is ScalarType.Null,
    };

    private static bool IsTimestamp(string text) => DateTimeOffset.TryParseExact(text, s_timestamps, CultureInfo.InvariantCulture, DateTimeStyles.None, out _);

    private static YamlException Misfit(Node scalar) =>
        new(scalar.Start, $"the tag !!{scalar.Tag![Tags.Prefix.Length..]} does not fit the text \"{scalar.Text}\"");

    private static string DecodeBinary(Node scalar)
    {
        var base64 = scalar.Text.Replace("\n", "", StringComparison.Ordinal).Replace("\r", "", StringComparison.Ordinal);
        var bytes = new byte[base64.Length];
        return !base64.AsSpan().ContainsAny(" \t") && Convert.TryFromBase64String(base64, bytes, out var length)
            ? Encoding.UTF8.GetString(bytes, 0, length)
            : throw new YamlException(scalar.Start, "what is tagged !!binary is not base64");
    }
}
