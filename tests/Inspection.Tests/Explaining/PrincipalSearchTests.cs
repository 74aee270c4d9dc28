using EksIamCdk.Inspection.Explaining;

namespace EksIamCdk.Inspection.Tests.Explaining;

public sealed class PrincipalSearchTests
{
    private const string Sso = "AWSReservedSSO_DeveloperAccess_0123456789abcdef";

    private static readonly PrincipalSearch s_search = new(new KnownPrincipals(Some.Cluster(
        entries: [Some.Entry(Some.Role("team/Developer")), Some.Entry(Some.Role($"aws-reserved/sso.amazonaws.com/{Sso}")), Some.Entry(Some.User("both"))],
        serviceAccounts: [new("app", "worker", new Dictionary<string, string>()), new("web", "worker", new Dictionary<string, string>()), new("app", "both", new Dictionary<string, string>())])));

    private static (string? Found, string Problems) Find(string text, string? session = null)
    {
        var problems = new List<string>();
        var found = s_search.Find(text, session, problems);
        return (found?.ToString(), string.Join('\n', problems));
    }

    [Theory]
    [InlineData("Developer", "arn:aws:iam::111122223333:role/team/Developer")]
    [InlineData("developer", "arn:aws:iam::111122223333:role/team/Developer")]
    [InlineData("DeveloperAccess", $"arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/{Sso}")]
    [InlineData("app/worker", "system:serviceaccount:app:worker")]
    [InlineData("system:serviceaccount:x:unknown", "system:serviceaccount:x:unknown")]
    [InlineData("arn:aws:iam::999999999999:role/Stranger", "arn:aws:iam::999999999999:role/Stranger")]
    [InlineData("arn:aws:sts::111122223333:assumed-role/Developer/ann", "arn:aws:sts::111122223333:assumed-role/Developer/ann")]
    public void A_name_that_one_alone_has_and_any_whole_ARN_is_found(string text, string principal) => Assert.Equal((principal, ""), Find(text));

    [Fact]
    public void A_name_that_several_have_names_them()
    {
        var (found, problems) = Find("worker");

        Assert.Null(found);
        Assert.Contains("several: system:serviceaccount:app:worker, system:serviceaccount:web:worker", problems, StringComparison.Ordinal);
        Assert.Contains("several: arn:aws:iam::111122223333:user/both, system:serviceaccount:app:both", Find("both").Problems, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_name_names_the_nearest_or_says_what_is_taken()
    {
        Assert.EndsWith("nobody by the name Develper; did you mean Developer?", Find("Develper").Problems, StringComparison.Ordinal);
        Assert.Contains("give an ARN", Find("quite-another").Problems, StringComparison.Ordinal);
    }

    [Fact]
    public void An_ARN_that_is_none_says_what_is_wrong() =>
        Assert.Contains("12 digits", Find("arn:aws:iam::1:role/x").Problems, StringComparison.Ordinal);

    [Fact]
    public void A_session_is_of_a_role()
    {
        var problems = new List<string>();
        var session = Assert.IsType<Principal.Iam>(s_search.Find("Developer", "ann", problems));

        Assert.Equal(("arn:aws:sts::111122223333:assumed-role/Developer/ann", "ann"), (session.CallerArn, session.Session));
        Assert.Contains("--session ann", Find("app/worker", "ann").Problems, StringComparison.Ordinal);
    }

    [Fact]
    public void Whom_only_a_map_names_that_is_not_read_is_found_to_be_told_why()
    {
        var cluster = Some.Cluster($"- rolearn: {Some.Role("Old")}\n  username: old\n", mode: Access.Clusters.AuthenticationMode.Api);
        var known = new KnownPrincipals(cluster);

        Assert.Empty(known.Iam);
        Assert.Equal(Some.Role("Old"), new PrincipalSearch(known).Find("Old", null, [])!.ToString());
    }

    [Fact]
    public void Near_names_are_whole_ones_that_can_be_asked_for() =>
        Assert.Equal([Some.User("both")], s_search.Near(Some.User("boht")));

    [Fact]
    public void A_name_that_is_known_has_none_near_it() => Assert.Empty(s_search.Near("Developer"));
}
