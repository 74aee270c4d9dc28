using System.Security.Cryptography;
using System.Text;
using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Sandbox.Kubernetes.Authorization;

/// <summary>Tells who a request is from, by its <c>Authorization</c> header.</summary>
internal sealed class Authentication(string adminToken, TokenAuthenticator? authenticator)
{
    private static readonly KubernetesUser Anonymous = new("system:anonymous", "", [RbacUser.Unauthenticated]);
    private static readonly KubernetesUser Admin = new("kubernetes-admin", "", [RbacUser.Masters, RbacUser.Authenticated]);

    /// <summary>Null: a token that is nobody's.</summary>
    public async Task<KubernetesUser?> WhoAsync(string? header, CancellationToken cancellationToken)
    {
        if (header is null || !header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase)) return Anonymous;
        var token = header["Bearer ".Length..].Trim();
        if (CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(token), Encoding.UTF8.GetBytes(adminToken))) return Admin;
        if (authenticator is null || await authenticator(token, cancellationToken).ConfigureAwait(false) is not { } user) return null;
        return user.Groups.Contains(RbacUser.Authenticated, StringComparer.Ordinal) ? user : user with { Groups = [.. user.Groups, RbacUser.Authenticated] };
    }
}
