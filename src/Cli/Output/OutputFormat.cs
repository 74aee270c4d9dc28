namespace EksIamCdk.Cli.Output;

/// <summary>What a command prints on standard output.</summary>
internal enum OutputFormat
{
    /// <summary>For people.</summary>
    Table,
    Json,
    Yaml,
}
