using EksIamCdk.Access.AccessEntries;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Tests.Ownership;

/// <summary>The table of ownership for access entries, played on a small EKS: what the steps of each decision make of an entry.</summary>
public sealed class AccessEntryOwnershipTests
{
    private const string Arn = "arn:aws:iam::111122223333:role/team/Dev";
    private const string View = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";
    private const string Edit = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy";

    private static readonly Owner s_me = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/mine/6a5f4c30", "Dev");
    private static readonly Owner s_renamed = s_me with { LogicalId = "Developer" };
    private static readonly Owner s_other = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/theirs/7b5f4c30", "Dev");
    private static readonly DateTimeOffset s_made = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly LiveAccessEntry s_foreign = new(
        Arn, "arn:entry/1", s_made,
        new() { Type = "STANDARD", Username = "by-hand", Groups = ["admins"], Policies = [new(Edit, "namespace", ["dev", "ci-*"])] },
        new Dictionary<string, string> { ["cost center"] = "42" });

    private static readonly AccessEntryDeclaration s_devs = Declared(null, ["devs"], new PolicyAssociation(View, "cluster", []));
    private static readonly AccessEntryDeclaration s_ops = Declared("ops:{{SessionName}}", ["ops"]);

    [Fact]
    public void Nothing_there_is_made_and_declared_again_changes_nothing()
    {
        var made = Declare(null, s_devs, s_me);

        Assert.Equal(("arn:aws:sts::111122223333:assumed-role/Dev/{{SessionName}}", "devs", View), (made.Content.Username, made.Content.Groups.Single(), made.Content.Policies.Single().PolicyArn));
        Assert.True(made.IsOf(s_me));
        Assert.IsType<AccessEntryDecision.Nothing>(AccessEntryOwnership.Declare(made, s_devs, s_me, OnConflict.Fail, null, null));
        Assert.Null(Withdraw(made, s_me));
    }

    [Fact]
    public void What_was_adopted_comes_back_however_often_it_changed_in_between()
    {
        var adopted = Declare(s_foreign, s_devs, s_me, OnConflict.Adopt);
        var changed = Declare(Declare(adopted, s_ops, s_me), s_devs, s_me);
        var putBack = Withdraw(Declare(changed, s_ops, s_me), s_me)!;

        Assert.Equal("42", adopted.Tags["cost center"]);
        Assert.True(putBack.Content.SaysTheSameAs(s_foreign.Content));
        Assert.Equal(s_foreign.Tags, putBack.Tags);
    }

    [Fact]
    public void Another_stacks_and_nobodys_are_refused_and_left_alone_by_a_Delete()
    {
        var theirs = Declare(null, s_devs, s_other);

        Assert.Contains("Dev of stack theirs", Refused(theirs, OnConflict.Adopt), StringComparison.Ordinal);
        Assert.Contains("Set OnConflict to Adopt", Refused(s_foreign, OnConflict.Fail), StringComparison.Ordinal);
        Assert.IsType<AccessEntryDecision.Nothing>(AccessEntryOwnership.Withdraw(theirs, s_me, s_devs));
        Assert.IsType<AccessEntryDecision.Nothing>(AccessEntryOwnership.Withdraw(s_foreign, s_me, s_devs));
        Assert.IsType<AccessEntryDecision.Nothing>(AccessEntryOwnership.Withdraw(null, s_me, s_devs));
    }

    [Fact]
    public void A_renamed_resource_takes_over_and_the_old_ones_Delete_takes_only_its_link_out()
    {
        var taken = Declare(Declare(s_foreign, s_devs, s_me, OnConflict.Adopt), s_ops, s_renamed);
        var left = Withdraw(taken, s_me)!;
        var rolledBack = Withdraw(taken, s_renamed)!;

        Assert.True(left.IsOf(s_renamed));
        Assert.True(left.Content.SaysTheSameAs(s_ops.Content));
        Assert.Equal(s_foreign.Tags, Withdraw(left, s_renamed)!.Tags);
        Assert.True(rolledBack.IsOf(s_me));
        Assert.True(rolledBack.Content.SaysTheSameAs(s_devs.Content));
        Assert.True(Withdraw(rolledBack, s_me)!.Content.SaysTheSameAs(s_foreign.Content));
    }

    [Fact]
    public void An_adoption_that_stops_at_any_step_is_still_put_back_exactly()
    {
        var steps = Assert.IsType<AccessEntryDecision.Write>(AccessEntryOwnership.Declare(s_foreign, s_devs, s_me, OnConflict.Adopt, null, null)).Steps;

        Assert.IsType<AccessEntryStep.Tag>(steps[0]);
        for (var done = 1; done <= steps.Count; done++)
        {
            var stopped = steps.Take(done).Aggregate((LiveAccessEntry?)s_foreign, Play)!;
            var putBack = Withdraw(stopped, s_me)!;
            Assert.True(putBack.Content.SaysTheSameAs(s_foreign.Content), $"after {done} steps");
            Assert.Equal(s_foreign.Tags, putBack.Tags);
        }
    }

    [Fact]
    public void A_put_back_that_stops_at_any_step_is_ended_by_the_next_Delete()
    {
        var taken = Declare(Declare(null, s_devs, s_me), s_ops, s_renamed);
        var steps = Assert.IsType<AccessEntryDecision.Write>(AccessEntryOwnership.Withdraw(taken, s_renamed, s_ops)).Steps;

        for (var done = 0; done < steps.Count; done++)
        {
            var stopped = steps.Take(done).Aggregate((LiveAccessEntry?)taken, Play)!;
            var again = AccessEntryOwnership.Withdraw(stopped, s_renamed, s_ops) is AccessEntryDecision.Write write
                ? write.Steps.Aggregate((LiveAccessEntry?)stopped, Play)!
                : stopped;
            Assert.True(again.IsOf(s_me), $"after {done} steps");
            Assert.True(again.Content.SaysTheSameAs(s_devs.Content));
            Assert.Null(Withdraw(again, s_me));
        }
    }

    [Fact]
    public void What_gives_access_comes_before_what_takes_it_away()
    {
        var before = Declare(null, s_devs, s_me);
        var wanted = Declared(null, ["ops"], new PolicyAssociation(Edit, "cluster", []));

        var steps = Assert.IsType<AccessEntryDecision.Write>(AccessEntryOwnership.Declare(before, wanted, s_me, OnConflict.Fail, s_devs, null)).Steps;

        Assert.Collection(
            steps,
            step => Assert.Equal(Edit, Assert.IsType<AccessEntryStep.Associate>(step).Policy.PolicyArn),
            step => Assert.Equal(["ops"], Assert.IsType<AccessEntryStep.Rename>(step).Groups),
            step => Assert.Equal(View, Assert.IsType<AccessEntryStep.Disassociate>(step).PolicyArn));
    }

    [Fact]
    public void A_dead_entry_is_made_anew_with_all_it_was()
    {
        var adopted = Declare(s_foreign, s_devs, s_me, OnConflict.Adopt);

        var anew = Declare(adopted, s_devs, s_me, since: s_made.AddSeconds(1));
        var alive = AccessEntryOwnership.Declare(adopted, s_devs, s_me, OnConflict.Adopt, null, s_made);

        Assert.NotEqual(adopted.Arn, anew.Arn);
        Assert.Equal(adopted.Tags.OrderBy(tag => tag.Key), anew.Tags.OrderBy(tag => tag.Key));
        Assert.True(anew.Content.SaysTheSameAs(s_devs.Content));
        Assert.IsType<AccessEntryDecision.Nothing>(alive);
    }

    [Fact]
    public void The_type_of_ones_own_entry_changes_by_a_new_one_and_that_of_a_foreign_one_does_not()
    {
        var nodes = new AccessEntryDeclaration(s_devs.Principal, AccessEntryType.Ec2Linux, null, [], []);
        var mine = Declare(null, s_devs, s_me);

        var changed = Declare(mine, nodes, s_me);

        Assert.Equal("EC2_LINUX", changed.Content.Type);
        Assert.NotEqual(mine.Arn, changed.Arn);
        Assert.Contains(
            "of type STANDARD, not EC2_LINUX",
            Assert.IsType<AccessEntryDecision.Refuse>(AccessEntryOwnership.Declare(s_foreign, nodes, s_me, OnConflict.Adopt, null, null)).Failure.What,
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_without_tags_that_says_what_was_declared_is_claimed_again_and_one_with_half_of_them_is_refused()
    {
        var mine = Declare(null, s_devs, s_me);
        var lost = mine with { Tags = new Dictionary<string, string>() };
        var half = mine with { Tags = mine.Tags.Where(tag => tag.Key != "eks-iam-cdk:logical-id").ToDictionary() };

        Assert.True(Declare(lost, s_ops, s_me, formerly: s_devs).IsOf(s_me));
        Assert.Null(Play(lost, Assert.Single(Assert.IsType<AccessEntryDecision.Write>(AccessEntryOwnership.Withdraw(lost, s_me, s_devs)).Steps)));
        Assert.IsType<AccessEntryDecision.Nothing>(AccessEntryOwnership.Withdraw(lost, s_me, null));
        Assert.Contains("cannot be read", Refused(half, OnConflict.Adopt), StringComparison.Ordinal);
    }

    [Fact]
    public void Tags_take_what_EKS_takes_however_much_there_is_to_remember()
    {
        var policies = Enumerable.Range(0, 15).Select(i => new PolicyAssociation($"{View}{i}", "namespace", ["größe-*", $"team-{i}-*"])).ToArray();
        var big = s_foreign with { Content = s_foreign.Content with { Groups = [.. Enumerable.Range(0, 40).Select(i => $"Gruppe \"{i}\" ü")], Policies = policies } };

        var adopted = Declare(big, s_ops, s_me, OnConflict.Adopt);

        Assert.InRange(adopted.Tags.Count, 10, 50);
        Assert.All(adopted.Tags, tag => Assert.Matches("""\A[A-Za-z0-9 +\-=._:/@]{1,256}\z""", tag.Value));
        Assert.All(adopted.Tags.Keys, key => Assert.Matches("""\A[A-Za-z0-9 +\-=._:/@]{1,128}\z""", key));
        Assert.True(Withdraw(adopted, s_me)!.Content.SaysTheSameAs(big.Content));
    }

    private static AccessEntryDeclaration Declared(string? username, IReadOnlyList<string> groups, params PolicyAssociation[] policies) =>
        new(PrincipalArn.Parse("", Arn, new ProblemList())!, AccessEntryType.Standard, username, groups, policies);

    private static LiveAccessEntry Declare(
        LiveAccessEntry? live, AccessEntryDeclaration wanted, Owner owner, OnConflict onConflict = OnConflict.Fail,
        AccessEntryDeclaration? formerly = null, DateTimeOffset? since = null) =>
        Assert.IsType<AccessEntryDecision.Write>(AccessEntryOwnership.Declare(live, wanted, owner, onConflict, formerly, since))
            .Steps.Aggregate(live, Play)!;

    private static LiveAccessEntry? Withdraw(LiveAccessEntry live, Owner owner) =>
        Assert.IsType<AccessEntryDecision.Write>(AccessEntryOwnership.Withdraw(live, owner, null)).Steps.Aggregate((LiveAccessEntry?)live, Play);

    private static string Refused(LiveAccessEntry live, OnConflict onConflict)
    {
        var failure = Assert.IsType<AccessEntryDecision.Refuse>(AccessEntryOwnership.Declare(live, s_ops, s_me, onConflict, null, null)).Failure;
        Assert.Equal(ErrorCode.ObjectOfAnother, failure.Code);
        return failure.Reason;
    }

    private static LiveAccessEntry? Play(LiveAccessEntry? live, AccessEntryStep step) => step switch
    {
        AccessEntryStep.Create create => new(Arn, $"arn:entry/{Guid.NewGuid()}", s_made.AddMinutes(1), create.Content with { Policies = [] }, create.Tags),
        AccessEntryStep.Delete => null,
        AccessEntryStep.Tag tag => live! with { Tags = live.Tags.Where(old => !tag.Tags.ContainsKey(old.Key)).Concat(tag.Tags).ToDictionary() },
        AccessEntryStep.Untag untag => live! with { Tags = live.Tags.Where(tag => !untag.Keys.Contains(tag.Key)).ToDictionary() },
        AccessEntryStep.Rename rename => live! with { Content = live.Content with { Username = rename.Username, Groups = rename.Groups } },
        AccessEntryStep.Associate associate => WithPolicies(live!, [.. Others(live!, associate.Policy.PolicyArn), associate.Policy]),
        AccessEntryStep.Disassociate disassociate => WithPolicies(live!, [.. Others(live!, disassociate.PolicyArn)]),
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static IEnumerable<PolicyAssociation> Others(LiveAccessEntry live, string arn) => live.Content.Policies.Where(policy => policy.PolicyArn != arn);

    private static LiveAccessEntry WithPolicies(LiveAccessEntry live, IReadOnlyList<PolicyAssociation> policies) =>
        live with { Content = live.Content with { Policies = policies } };
}
