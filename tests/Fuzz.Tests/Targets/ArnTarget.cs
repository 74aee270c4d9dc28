using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Fuzz.Tests.Targets;

/// <summary>An ARN is refused, or it is written so that its principal matches the entry, and nobody else does.</summary>
internal sealed class ArnTarget : IFuzzTarget
{
    private static readonly string[] s_seeds =
    [
        "arn:aws:iam::111122223333:role/Dev", "arn:aws:iam::111122223333:role/team/backend/Dev", "arn:aws:iam::111122223333:user/jane", "arn:aws:iam::111122223333:user/team/jane",
        "arn:aws:iam::111122223333:root", "arn:aws-cn:iam::111122223333:role/Dev", "arn:aws-us-gov:iam::111122223333:role/Dev", "arn:aws:sts::111122223333:assumed-role/Dev/session",
        "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Admin_0123456789abcdef", "arn:aws:iam::111122223333:instance-profile/nodes",
        "arn:aws:iam::111122223333:role/*", "arn:aws:sts::111122223333:federated-user/jane", "111122223333",
    ];

    public string Name => "arn";

    public int Share => 10;

    public string Input(int number)
    {
        var dice = Dice.Of(Name, number);
        return TextMutator.Mutated(dice.Of(s_seeds), dice, s_seeds);
    }

    public Verdict Judge(string text, int number)
    {
        var problems = new ProblemList();
        var arn = PrincipalArn.Parse("RoleArn", text, problems);
        if ((arn is null) == (problems.Count == 0)) return Verdict.Wrong($"{problems.Count} problems, and an ARN is {(arn is null ? "not " : "")}read");
        if (arn is null) return new Verdict("refused");

        var again = PrincipalArn.Parse("RoleArn", arn.Full, problems);
        if (!arn.Equals(again) || arn.Full != text) return Verdict.Wrong($"it is read as {arn.Full}, and that as {again}");

        var wanted = new MappingEntry { Id = arn.AsWritten, Username = "u", Groups = ["g"] };
        var section = arn.Kind == PrincipalKind.Role ? Section.MapRoles : Section.MapUsers;
        if (SectionEditor.Upsert(section, "", wanted) is not SectionEdit.Changed { Text: var map }) return Verdict.Wrong("it cannot be written");
        var data = new Dictionary<string, string> { [section.Key()] = map };
        if (Authenticator.Resolve(data, CallerOf(arn)) is not Resolution.Mapped { Username: "u" }) return Verdict.Wrong($"its own principal is not let in by\n{map}");

        var stranger = Strangers(arn).FirstOrDefault(other => Authenticator.Resolve(data, other) is not Resolution.Refused);
        return stranger is null ? new Verdict($"let in as a {arn.Kind}") : Verdict.Wrong($"{stranger.Arn} is let in by\n{map}");
    }

    private static Caller CallerOf(PrincipalArn arn) => arn.Kind == PrincipalKind.Role ? Session(arn.Partition, arn.AccountId, arn.Name) : new Caller { Arn = arn.Full };

    private static Caller Session(string partition, string account, string role) =>
        new() { Arn = $"arn:{partition}:sts::{account}:assumed-role/{role}/s", SessionName = "s" };

    private static IEnumerable<Caller> Strangers(PrincipalArn arn)
    {
        var (partition, account, name) = (arn.Partition, arn.AccountId, arn.Name);
        yield return Session(partition, account, name + "x");
        yield return Session(partition, account, "x" + name);
        yield return Session(partition, account == "444455556666" ? "777788889999" : "444455556666", name);
        yield return Session(partition == "aws" ? "aws-cn" : "aws", account, name);
        yield return new Caller { Arn = $"arn:{partition}:iam::{account}:user{arn.Path}{name}x" };
        yield return new Caller { Arn = $"arn:{partition}:iam::{account}:user/elsewhere{arn.Path}{name}" };
        yield return new Caller { Arn = $"arn:{partition}:sts::{account}:federated-user/{name}" };
        if (name.Length > 1) yield return Session(partition, account, name[1..]);
        if (name.Length > 1) yield return Session(partition, account, name[..^1]);
        if (arn.Kind != PrincipalKind.Role) yield return Session(partition, account, name);
        if (arn.Kind != PrincipalKind.User) yield return new Caller { Arn = $"arn:{partition}:iam::{account}:user{arn.Path}{name}" };
        if (arn.Kind != PrincipalKind.Root) yield return new Caller { Arn = $"arn:{partition}:iam::{account}:root" };
    }
}
