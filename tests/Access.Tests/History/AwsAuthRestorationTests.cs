using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Tests.History;

/// <summary>Taking writes of aws-auth back: what comes back, what stays, and whose it is then.</summary>
public sealed class AwsAuthRestorationTests
{
    private const string Map = "# by hand\r\n- rolearn: arn:aws:iam::111122223333:role/nodes   # EKS\r\n  username: system:node:{{EC2PrivateDNSName}}\r\n";
    private const string ByHand = "- groups: [ops]   # by hand\n  rolearn: arn:aws:iam::111122223333:role/Dev\n  username: dev-by-hand\n";

    private static readonly Owner s_me = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/team/0001", "Dev");
    private static readonly Owner s_rival = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/rival/0002", "Theirs");

    [Theory]
    [InlineData(Map)]
    [InlineData("")]
    [InlineData("[]\n")]
    [InlineData(null)]
    public void A_Create_is_taken_back_to_the_bytes_of_before(string? before)
    {
        var was = Live(before);
        var (now, change) = Declare(was, Role("Dev", "dev"), s_me);

        AssertSame(was, Restore(now, change));
    }

    [Fact]
    public void An_Update_is_taken_back_and_the_stack_goes_on_with_what_it_finds()
    {
        var (created, _) = Declare(Live(Map), Role("Dev", "dev"), s_me);
        var (updated, change) = Declare(created, Role("Dev", "developer", "admins"), s_me);

        var restored = Restore(updated, change);

        AssertSame(created, restored);
        Assert.IsType<AwsAuthDecision.Nothing>(AwsAuthOwnership.Declare(restored, Role("Dev", "dev"), s_me, OnConflict.Fail, null));
        AssertSame(Live(Map), Withdraw(restored, Role("Dev", "dev"), s_me).After);
    }

    [Fact]
    public void A_Delete_is_taken_back_with_whose_it_was()
    {
        var (created, _) = Declare(Live(Map), Role("Dev", "dev"), s_me);
        var (deleted, change) = Withdraw(created, Role("Dev", "dev"), s_me);

        var restored = Restore(deleted, change);

        AssertSame(created, restored);
        AssertSame(Live(Map), Withdraw(restored, Role("Dev", "dev"), s_me).After);
        Assert.IsType<AwsAuthDecision.Refuse>(AwsAuthOwnership.Declare(restored, Role("Dev", "theirs"), s_rival, OnConflict.Adopt, null));
    }

    [Fact]
    public void An_adoption_is_taken_back_and_the_entry_is_nobodys_again()
    {
        var was = Live(Map.ReplaceLineEndings("\n") + ByHand);
        var (adopted, change) = Declare(was, Role("Dev", "dev"), s_me, OnConflict.Adopt);

        var restored = Restore(adopted, change);

        AssertSame(was, restored);
        Assert.IsType<AwsAuthDecision.Nothing>(AwsAuthOwnership.Withdraw(restored, s_me, Role("Dev", "dev")));
    }

    [Fact]
    public void The_deletion_of_the_map_is_taken_back_and_its_creation_too()
    {
        var (created, creation) = Declare(AwsAuthConfigMap.Missing, Role("Dev", "dev"), s_me);
        var (gone, deletion) = Withdraw(created, Role("Dev", "dev"), s_me);
        Assert.False(gone.Exists);

        var restored = Restore(gone, deletion);

        AssertSame(created, restored);
        Assert.IsType<AwsAuthDecision.DeleteConfigMap>(AwsAuthRestoration.Decide(restored, creation, exact: false));
        Assert.IsType<AwsAuthDecision.DeleteConfigMap>(AwsAuthRestoration.Decide(restored, creation, exact: true));
        Assert.False(Withdraw(restored, Role("Dev", "dev"), s_me).After.Exists);
    }

    [Fact]
    public void What_others_wrote_since_stays()
    {
        var (created, _) = Declare(Live(Map), Role("Dev", "dev"), s_me);
        var (deleted, change) = Withdraw(created, Role("Dev", "dev"), s_me);
        var others = Declare(deleted, Role("Ops", "ops"), s_rival).After;
        others = others with { Data = new Dictionary<string, string>(others.Data) { ["mapAccounts"] = "- \"444455556666\"\n" } };

        var restored = Restore(others, change);

        Assert.Equal(["nodes", "Ops", "Dev"], Roles(restored));
        Assert.StartsWith(others.Data["mapRoles"], restored.Data["mapRoles"], StringComparison.Ordinal);
        Assert.Equal("- \"444455556666\"\n", restored.Data["mapAccounts"]);
        Assert.Equal(Roles(others), Roles(Withdraw(restored, Role("Dev", "dev"), s_me).After));
        Assert.Equal(["nodes", "Dev"], Roles(Withdraw(restored, Role("Ops", "ops"), s_rival).After));
    }

    [Fact]
    public void Exactly_as_it_was_takes_away_what_others_wrote_since()
    {
        var (created, _) = Declare(Live(Map), Role("Dev", "dev"), s_me);
        var (deleted, change) = Withdraw(created, Role("Dev", "dev"), s_me);
        var others = Declare(deleted, Role("Ops", "ops"), s_rival).After;

        AssertSame(created, Restore(others, change, exact: true));
        Assert.IsType<AwsAuthDecision.Nothing>(AwsAuthRestoration.Decide(created, change, exact: true));
    }

    [Fact]
    public void A_later_write_of_the_same_stack_is_no_obstacle()
    {
        var (created, creation) = Declare(Live(Map), Role("Dev", "dev"), s_me);
        var (updated, _) = Declare(created, Role("Dev", "developer"), s_me);

        AssertSame(Live(Map), Restore(updated, creation));
    }

    [Fact]
    public void What_is_so_already_is_not_written_again()
    {
        var (_, change) = Declare(Live(Map), Role("Dev", "dev"), s_me);

        Assert.IsType<AwsAuthDecision.Nothing>(AwsAuthRestoration.Decide(Live(Map), change, exact: false));
    }

    [Fact]
    public void An_entry_of_another_stack_by_now_is_left_alone_with_its_name()
    {
        var (created, _) = Declare(Live(Map), Role("Dev", "dev"), s_me);
        var (deleted, change) = Withdraw(created, Role("Dev", "dev"), s_me);
        var taken = Declare(deleted, Role("Dev", "theirs"), s_rival).After;

        var refusal = Assert.IsType<AwsAuthDecision.Refuse>(AwsAuthRestoration.Decide(taken, change, exact: false)).Failure;

        Assert.Equal(ErrorCode.EntryOfAnother, refusal.Code);
        Assert.Contains("Theirs of stack rival", refusal.What, StringComparison.Ordinal);
        Assert.Contains("--exact", refusal.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_was_changed_by_hand_since_is_left_alone()
    {
        var (created, change) = Declare(Live(Map), Role("Dev", "dev"), s_me);
        var byHand = created with
        {
            Data = new Dictionary<string, string>(created.Data) { ["mapRoles"] = created.Data["mapRoles"].Replace("username: dev", "username: by-hand", StringComparison.Ordinal) },
        };

        Assert.IsType<AwsAuthDecision.Refuse>(AwsAuthRestoration.Decide(byHand, change, exact: false));
    }

    [Fact]
    public void A_section_that_cannot_be_read_or_claims_that_cannot_are_never_rewritten()
    {
        var (created, change) = Declare(Live(Map), Role("Dev", "dev"), s_me);
        var broken = created with { Data = new Dictionary<string, string> { ["mapRoles"] = "{no list" } };

        var refusals = new[] { broken, created with { Claims = "no JSON" } }
            .Select(live => Assert.IsType<AwsAuthDecision.Refuse>(AwsAuthRestoration.Decide(live, change, exact: false)).Failure.Code);

        Assert.Equal([ErrorCode.EntryOfAnother, ErrorCode.AwsAuthUnreadable], refusals);
    }

    [Fact]
    public void A_restoration_can_be_taken_back_like_any_other_write()
    {
        var (created, _) = Declare(Live(Map), Role("Dev", "dev"), s_me);
        var (updated, change) = Declare(created, Role("Dev", "developer"), s_me);
        var decision = AwsAuthRestoration.Decide(updated, change, exact: false);
        var own = HistoryChange.OfAwsAuth.Of(updated, decision)!;

        AssertSame(updated, Restore(After(updated, decision), own));
    }

    [Fact]
    public void A_summary_says_what_came_what_went_and_what_changed()
    {
        var (created, creation) = Declare(AwsAuthConfigMap.Missing, Role("Dev", "dev"), s_me);
        var (updated, update) = Declare(created, Role("Dev", "developer"), s_me);
        var (_, deletion) = Withdraw(updated, Role("Dev", "developer"), s_me);

        Assert.Equal(["+ mapRoles arn:aws:iam::111122223333:role/Dev", "+ ConfigMap kube-system/aws-auth"], ChangeSummary.Of(creation));
        Assert.Equal(["~ mapRoles arn:aws:iam::111122223333:role/Dev"], ChangeSummary.Of(update));
        Assert.Equal(["- mapRoles arn:aws:iam::111122223333:role/Dev", "- ConfigMap kube-system/aws-auth"], ChangeSummary.Of(deletion));
    }

    private static AwsAuthConfigMap Live(string? mapRoles) =>
        new() { Data = mapRoles is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["mapRoles"] = mapRoles } };

    private static EntryDeclaration Role(string name, string username, params string[] groups) =>
        new(Section.MapRoles, new MappingEntry { Id = $"arn:aws:iam::111122223333:role/{name}", Username = username, Groups = groups });

    private static (AwsAuthConfigMap After, HistoryChange.OfAwsAuth Change) Declare(
        AwsAuthConfigMap live, EntryDeclaration wanted, Owner owner, OnConflict onConflict = OnConflict.Fail) =>
        Written(live, AwsAuthOwnership.Declare(live, wanted, owner, onConflict, null));

    private static (AwsAuthConfigMap After, HistoryChange.OfAwsAuth Change) Withdraw(AwsAuthConfigMap live, EntryDeclaration wanted, Owner owner) =>
        Written(live, AwsAuthOwnership.Withdraw(live, owner, wanted));

    private static (AwsAuthConfigMap After, HistoryChange.OfAwsAuth Change) Written(AwsAuthConfigMap live, AwsAuthDecision decision) =>
        (After(live, decision), HistoryChange.OfAwsAuth.Of(live, decision)!);

    private static AwsAuthConfigMap Restore(AwsAuthConfigMap live, HistoryChange.OfAwsAuth change, bool exact = false) =>
        After(live, AwsAuthRestoration.Decide(live, change, exact));

    private static AwsAuthConfigMap After(AwsAuthConfigMap live, AwsAuthDecision decision)
    {
        if (decision is AwsAuthDecision.DeleteConfigMap) return AwsAuthConfigMap.Missing;
        var write = Assert.IsType<AwsAuthDecision.Write>(decision);
        var data = new Dictionary<string, string>(live.Data);
        foreach (var (key, text) in write.Data)
        {
            if (text is null) data.Remove(key);
            else data[key] = text;
        }

        return live with { Exists = true, Data = data, Claims = write.Claims };
    }

    private static IEnumerable<string> Roles(AwsAuthConfigMap map) =>
        SectionReader.Read(Section.MapRoles, map.Text(Section.MapRoles)).Entries.Select(entry => entry.Entry.Id.Split('/')[^1]);

    private static void AssertSame(AwsAuthConfigMap expected, AwsAuthConfigMap actual)
    {
        Assert.Equal(expected.Exists, actual.Exists);
        Assert.Equal(expected.Data, actual.Data);
        Assert.Equal(expected.Claims, actual.Claims);
    }
}
