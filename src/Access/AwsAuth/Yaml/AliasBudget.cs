namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>
/// How much of what is read may come from aliases. The authenticator counts the nodes it decodes, and gives up when too many
/// of them are copies: more than 99 % of up to 400,000, falling to 10 % of 4,000,000.
/// </summary>
internal sealed class AliasBudget
{
    private const long Small = 400_000;
    private const long Large = 4_000_000;

    private long _decoded;
    private long _copied;

    private double Allowed => _decoded switch
    {
        <= Small => 0.99,
        >= Large => 0.10,
        _ => 0.99 - (0.89 * (_decoded - Small) / (Large - Small)),
    };

    /// <summary>A node stands in the text.</summary>
    public void Count() => _decoded++;

    /// <summary>An alias repeats so many nodes. False when that is too much.</summary>
    public bool Spend(long nodes)
    {
        _decoded += nodes + 1;
        _copied += nodes;
        return _copied <= 100 || _decoded <= 1000 || _copied <= _decoded * Allowed;
    }
}
