namespace EksIamCdk.Access.Iam;

/// <summary>Yes, no, or it cannot be told; then <c>Doubt</c> says why.</summary>
internal readonly record struct Truth(bool? Value, string Doubt = "")
{
    public static readonly Truth Yes = new(true);

    public static readonly Truth No = new(false);

    public static Truth Unknown(string why) => new(null, why);

    public static Truth Of(bool value) => value ? Yes : No;

    /// <summary>A single no decides; else a single doubt does.</summary>
    public static Truth All(IEnumerable<Truth> truths)
    {
        var doubt = Yes;
        foreach (var truth in truths)
        {
            if (truth.Value == false) return No;
            if (truth.Value is null) doubt = truth;
        }

        return doubt;
    }
}
