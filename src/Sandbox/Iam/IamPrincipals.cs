using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;

namespace EksIamCdk.Sandbox.Iam;

/// <summary>Which IAM roles and users there are. One that was neither made nor deleted here is taken to be there, since long ago.</summary>
internal sealed class IamPrincipals(TimeProvider time)
{
    private static readonly DateTimeOffset LongAgo = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    private readonly ConcurrentDictionary<string, KnownPrincipal> _known = new(StringComparer.Ordinal);

    public IEnumerable<KnownPrincipal> Known => _known.Values;

    /// <returns>Null when it was deleted.</returns>
    public IamPrincipal? Find(string arn) => _known.GetValueOrDefault(arn) is { } known ? known.Principal : Taken(arn, LongAgo);

    /// <summary>By its name and account only, as the API of IAM asks for it; one with a path is found when it was made here.</summary>
    public (string Arn, IamPrincipal Principal)? FindByName(string partition, string accountId, string kind, string name)
    {
        var start = $"arn:{partition}:iam::{accountId}:{kind}/";
        var arn = _known.Where(known => known.Value.Principal is not null).Select(known => known.Key)
            .FirstOrDefault(known => known.StartsWith(start, StringComparison.Ordinal) && known.EndsWith($"/{name}", StringComparison.Ordinal))
            ?? start + name;
        return Find(arn) is { } principal ? (arn, principal) : null;
    }

    /// <summary>Made anew under an ARN that was there before, it is another one.</summary>
    public IamPrincipal Create(string arn)
    {
        var made = _known.ContainsKey(arn)
            ? new IamPrincipal(IdOf(arn, Guid.NewGuid().ToString()), time.GetUtcNow())
            : Taken(arn, time.GetUtcNow());
        _known[arn] = new KnownPrincipal(arn, made);
        return made;
    }

    public void Delete(string arn) => _known[arn] = new KnownPrincipal(arn, null);

    /// <summary>What an earlier run has kept.</summary>
    public void Restore(IEnumerable<KnownPrincipal> known)
    {
        foreach (var each in known)
            _known[each.Arn] = each;
    }

    private static IamPrincipal Taken(string arn, DateTimeOffset created) => new(IdOf(arn, ""), created);

    /// <summary>As IAM makes them up: <c>AROA…</c> of roles, <c>AIDA…</c> of users.</summary>
    private static string IdOf(string arn, string salt) =>
        (arn.Contains(":user/", StringComparison.Ordinal) ? "AIDA" : "AROA")
        + Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes($"{arn}|{salt}")))[..17];
}

/// <summary>A role or a user.</summary>
internal sealed record IamPrincipal(string Id, DateTimeOffset Created);

/// <summary>What is known of an ARN; without a principal: it was deleted.</summary>
internal sealed record KnownPrincipal(string Arn, IamPrincipal? Principal);
