using System.Net.Sockets;
using System.Security.Authentication;
using EksIamCdk.ClusterApi.Kubernetes;

namespace EksIamCdk.ClusterApi.Http;

/// <summary>What the exceptions of sockets, TLS and HTTP mean. Decided by type and code; their texts may change.</summary>
internal static class Faults
{
    public static Exchange.Failed Of(Exception exception)
    {
        var causes = Causes(exception).ToList();
        if (causes.OfType<CertificateRefusedException>().FirstOrDefault() is { } certificate)
            return new(certificate.Fault, certificate.Message);
        if (causes.OfType<HttpRequestException>().Any(cause => cause.HttpRequestError is HttpRequestError.NameResolutionError))
            return new(TransportFault.NameNotResolved, "its host name cannot be resolved");
        if (causes.OfType<AuthenticationException>().Any())
            return new(TransportFault.Tls, "the TLS handshake failed");
        if (causes.OfType<SocketException>().FirstOrDefault() is { } socket)
            return OfSocket(socket.SocketErrorCode);
        if (Error(causes) is HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded)
            return new(TransportFault.UnreadableAnswer, "its answer is not HTTP");
        return Error(causes) is HttpRequestError.SecureConnectionError
            ? new(TransportFault.Tls, "the connection was closed in the TLS handshake")
            : new(TransportFault.ConnectionLost, "the connection was closed before the answer was complete");
    }

    private static Exchange.Failed OfSocket(SocketError error) => error switch
    {
        SocketError.ConnectionRefused => new(TransportFault.ConnectionRefused, "the connection was refused"),
        SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain or SocketError.NoRecovery =>
            new(TransportFault.NameNotResolved, "its host name cannot be resolved"),
        SocketError.TimedOut => new(TransportFault.TimedOut, "the connection timed out"),
        SocketError.HostUnreachable or SocketError.NetworkUnreachable or SocketError.HostDown or SocketError.NetworkDown
            or SocketError.AddressNotAvailable or SocketError.AccessDenied => new(TransportFault.Unreachable, "there is no way to its address"),
        _ => new(TransportFault.ConnectionLost, "the connection was reset"),
    };

    private static HttpRequestError? Error(List<Exception> causes) =>
        causes.Select(cause => cause switch
        {
            HttpRequestException request => request.HttpRequestError,
            HttpIOException io => io.HttpRequestError,
            _ => (HttpRequestError?)null,
        }).LastOrDefault(error => error is not null and not HttpRequestError.Unknown);

    private static IEnumerable<Exception> Causes(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
            yield return cause;
    }
}
