using Microsoft.AspNetCore.Http;

namespace EksIamCdk.Sandbox.Kubernetes;

/// <summary>Stands before the API server in tests: may delay, answer by itself, drop the connection, or let the request through.</summary>
public delegate Task KubernetesFault(HttpContext context, RequestDelegate next);

/// <summary>How to start an <see cref="EmbeddedBackend"/>.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>Who other tokens than the admin's are; left out: nobody.</summary>
    public TokenAuthenticator? Authenticator { get; init; }

    /// <summary>A file that <see cref="EmbeddedBackend.SaveAsync"/> wrote; when it does not exist the cluster starts empty.</summary>
    public string? StatePath { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
