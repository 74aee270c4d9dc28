using System.Text.RegularExpressions;
using Constructs;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Spec;
using EksIamCdk.Constructs.Iam;

namespace EksIamCdk.Constructs.Access;

/// <summary>Who belongs to a team.</summary>
public abstract partial class TeamPrincipal
{
    private TeamPrincipal()
    {
    }

    /// <summary>An IAM role, by its ARN with its path; may be a token, such as the role of an automation.</summary>
    public static TeamPrincipal Role(string arn) => new Existing(PrincipalKind.Role, arn);

    /// <summary>An IAM user, by its ARN with its path.</summary>
    public static TeamPrincipal User(string arn) => new Existing(PrincipalKind.User, arn);

    /// <summary>Every principal of an account (12 digits), with its ARN as username and without groups; aws-auth only.</summary>
    public static TeamPrincipal Account(string id) => new OfAccount(id);

    /// <summary>A permission set of IAM Identity Center, as the role that it makes in an account.</summary>
    /// <param name="name">The permission set's name.</param>
    /// <param name="account">12 digits: where it is assigned.</param>
    /// <param name="roleName">Its role there: <c>AWSReservedSSO_NAME_</c> and 16 hexadecimal digits.</param>
    /// <param name="region">The Region of Identity Center, which is in the role's path unless it is us-east-1, the default.</param>
    public static TeamPrincipal PermissionSet(string name, string account, string roleName, string? region = null) =>
        new OfPermissionSet(name, account, roleName, region);

    /// <summary>A role that is made, which may do nothing in AWS but describe the cluster.</summary>
    /// <param name="name">The role's name.</param>
    /// <param name="trust">Who may assume it.</param>
    /// <param name="maxSession">How long a session lasts at most, 1 to 12 hours. Default: 1 hour.</param>
    public static TeamPrincipal CreatedRole(string name, TrustPolicy trust, TimeSpan? maxSession = null) => new Created(name, trust, maxSession);

    /// <summary>Two with the same identity are one principal.</summary>
    internal abstract string Identity { get; }

    internal abstract void Validate(string path, ConstructProblems problems);

    /// <summary>What is mapped, under an id that is made of the principal alone.</summary>
    internal abstract Mapped In(Construct scope, TeamAccessProps team);

    /// <param name="Id">The id of the mapping.</param>
    internal sealed record Mapped(
        string Id, string? RoleArn = null, string? UserArn = null, string? AccountId = null, string? Username = null);

    private sealed class Existing(PrincipalKind kind, string arn) : TeamPrincipal
    {
        internal override string Identity => arn;

        internal override void Validate(string path, ConstructProblems problems) => problems.Principal(path, arn, kind);

        internal override Mapped In(Construct scope, TeamAccessProps team)
        {
            var id = StableId.OfPrincipal(scope, arn);
            return kind == PrincipalKind.Role ? new(id, RoleArn: arn) : new(id, UserArn: arn);
        }
    }

    private sealed class OfAccount(string account) : TeamPrincipal
    {
        internal override string Identity => account;

        internal override void Validate(string path, ConstructProblems problems) => problems.AccountId(path, account);

        internal override Mapped In(Construct scope, TeamAccessProps team) => new($"account-{account}", AccountId: account);
    }

    private sealed partial class OfPermissionSet(string name, string account, string roleName, string? region) : TeamPrincipal
    {
        internal override string Identity => $"{account}/{roleName}";

        internal override void Validate(string path, ConstructProblems problems)
        {
            problems.AccountId($"{path}.Account", account);
            var isRole = SsoRole.Match(roleName) is { Success: true } match && match.Groups["set"].Value == name;
            if (!isRole) problems.Add($"{path}.RoleName", roleName, $"AWSReservedSSO_{name}_ and 16 hexadecimal digits");
        }

        internal override Mapped In(Construct scope, TeamAccessProps team)
        {
            var arn = PermissionSetRole.Arn(account, roleName, region)!.Full;
            return new(StableId.OfPrincipal(scope, arn), RoleArn: arn);
        }

        [GeneratedRegex(@"\AAWSReservedSSO_(?<set>[A-Za-z0-9_+=,.@-]{1,32})_[0-9a-f]{16}\z")]
        private static partial Regex SsoRole { get; }
    }

    private sealed class Created(string name, TrustPolicy trust, TimeSpan? maxSession) : TeamPrincipal
    {
        internal override string Identity => $"created {name}";

        internal override void Validate(string path, ConstructProblems problems)
        {
            problems.Required($"{path}.Name", name, "the name of the role");
            ClusterAccessRole.ValidateName($"{path}.Name", name, problems);
            ClusterAccessRole.ValidateMaxSession($"{path}.MaxSession", maxSession, problems);
            trust.Validate($"{path}.Trust", problems);
        }

        internal override Mapped In(Construct scope, TeamAccessProps team)
        {
            var role = new ClusterAccessRole(scope, $"created-{name}", new()
            {
                Cluster = team.Provider.Cluster,
                Trust = trust,
                RoleName = name,
                MaxSession = maxSession,
                Description = $"Lets {team.Name} find the cluster {team.Provider.Cluster.Name}",
            });
            return new($"role-{name}", RoleArn: role.RoleArn, Username: Usernames.Default(name));
        }
    }
}
