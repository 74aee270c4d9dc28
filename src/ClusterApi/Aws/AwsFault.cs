namespace EksIamCdk.ClusterApi.Aws;

/// <summary>Why a call to AWS brought nothing.</summary>
public abstract record AwsFault
{
    private AwsFault()
    {
    }

    /// <param name="Status">The HTTP status.</param>
    /// <param name="Code">The error code: <c>ResourceNotFoundException</c>, <c>AccessDenied</c>…; empty where none was given.</param>
    /// <param name="Message">For people only; nothing is decided by it.</param>
    /// <param name="RetryAfter">How long the service asks to wait, where it says so.</param>
    public sealed record Refused(int Status, string Code, string Message, TimeSpan? RetryAfter) : AwsFault;

    public sealed record NoAnswer(TransportFault Fault, string What) : AwsFault;

    /// <summary>There are no credentials to sign with.</summary>
    public sealed record NoCredentials : AwsFault;
}
