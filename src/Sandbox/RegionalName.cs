namespace EksIamCdk.Sandbox;

/// <summary>A stack or a cluster: its name is good in one account and Region only.</summary>
public sealed record RegionalName(string AccountId, string Region, string Name)
{
    public override string ToString() => $"{Name} ({AccountId}, {Region})";
}
