namespace EksIamCdk.Access.AwsAuth.Yaml;

/// <summary>The tags that mean something to the authenticator.</summary>
internal static class Tags
{
    public const string Prefix = "tag:yaml.org,2002:";
    public const string Text = Prefix + "str";
    public const string Boolean = Prefix + "bool";
    public const string Integer = Prefix + "int";
    public const string Float = Prefix + "float";
    public const string Null = Prefix + "null";
    public const string Timestamp = Prefix + "timestamp";
    public const string Binary = Prefix + "binary";
    public const string Merge = Prefix + "merge";
}
