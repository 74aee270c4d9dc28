namespace EksIamCdk.MappingLambda;

/// <summary>The values of <c>EKSIAM_LOG_LEVEL</c>.</summary>
internal enum LogLevel
{
    Debug,
    Information,
    Warning,
    Error,
}
