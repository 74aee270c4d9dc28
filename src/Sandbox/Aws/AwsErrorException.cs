namespace EksIamCdk.Sandbox.Aws;

/// <summary>The caller's fault: the service answers with this code and message, in the form of its protocol.</summary>
internal sealed class AwsErrorException(string code, string message, int status = 400) : Exception(message)
{
    public string Code { get; } = code;

    public int Status { get; } = status;
}
