using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Ownership;
using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Tests.Ownership;

/// <summary>The table of contract section 6, for entries of aws-auth, cell by cell.</summary>
public sealed class AwsAuthOwnershipTests
{
    private const string Arn = "arn:aws:iam::111122223333:role/Dev";
    private const string Nodes = """
        # nodes: leave alone
        - rolearn: arn:aws:iam::111122223333:role/nodes
          username: system:node:{{EC2PrivateDNSName}}
          groups: [system:bootstrappers, system:nodes]   # by EKS

        """;

    private const string ForeignDev = """
        - groups: [ops]   # by hand
          rolearn: arn:aws:iam::111122223333:role/dev
          username: dev-by-hand

        """;

    private static readonly Owner s_me = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/team/0001", "Mine");
    private static readonly Owner s_sibling = s_me with { LogicalId = "Renamed" };
    private static readonly Owner s_rival = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/rival/0002", "Theirs");
    private static readonly EntryDeclaration s_wanted = Role(Arn, "dev", "team");

    [Fact]
    public void Nothing_there_is_written_at_the_end_and_claimed_in_the_same_write()
    {
        var map = Map(Nodes).Declare(s_wanted, s_me);

        Assert.StartsWith(Nodes, map.Roles, StringComparison.Ordinal);
        Assert.Equal(["arn:aws:iam::111122223333:role/nodes", Arn], map.ArnsInForce);
        Assert.Contains("\"Mine\"", map.ConfigMap.Claims, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("\n")]
    [InlineData("\"\"")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("# nobody yet\n")]
    [InlineData(Nodes)]
    public void Create_then_Delete_gives_back_the_bytes_of_before(string? before)
    {
        var map = Map(before).Declare(s_wanted, s_me).Declare(Role("arn:aws:iam::111122223333:role/Second", "second"), s_sibling);

        var after = map.Withdraw(s_wanted, s_me).Withdraw(Role("arn:aws:iam::111122223333:role/Second", "second"), s_sibling);

        Assert.Equal(before, after.Roles);
        Assert.Null(after.ConfigMap.Claims);
    }

    [Fact]
    public void A_ConfigMap_that_was_created_and_is_empty_again_is_deleted()
    {
        var map = new World(AwsAuthConfigMap.Missing).Declare(s_wanted, s_me);
        Assert.True(map.ConfigMap.Exists);

        Assert.False(map.Withdraw(s_wanted, s_me).ConfigMap.Exists);
    }

    [Fact]
    public void A_ConfigMap_that_was_created_stays_when_somebody_else_has_put_something_into_it()
    {
        var map = new World(AwsAuthConfigMap.Missing).Declare(s_wanted, s_me);

        Assert.True(map.Set("mapAccounts", "- \"444455556666\"\n").Withdraw(s_wanted, s_me).ConfigMap.Exists);
        Assert.True(new World(map.ConfigMap with { HasOtherContent = true }).Withdraw(s_wanted, s_me).ConfigMap.Exists);
    }

    [Fact]
    public void The_same_request_twice_changes_nothing_the_second_time()
    {
        var map = Map(Nodes).Declare(s_wanted, s_me);

        Assert.IsType<AwsAuthDecision.Nothing>(map.Decide(s_wanted, s_me));
    }

    [Fact]
    public void My_own_entry_that_drifted_is_healed()
    {
        var map = Map(Nodes).Declare(s_wanted, s_me);
        var drifted = map.Set("mapRoles", map.Roles!.Replace("team", "system:masters", StringComparison.Ordinal));

        Assert.Equal(map.Roles, drifted.Declare(s_wanted, s_me).Roles);
        Assert.Equal(map.Roles, map.Set("mapRoles", Nodes).Declare(s_wanted, s_me).Roles);
    }

    [Fact]
    public void An_entry_that_others_appended_over_mine_makes_way_and_comes_back_when_I_go()
    {
        var map = Map(Nodes).Declare(s_wanted, s_me);
        var shadowed = map.Set("mapRoles", map.Roles + ForeignDev);

        var healed = shadowed.Declare(s_wanted, s_me);

        Assert.Equal("dev", healed.InForce(Arn)?.Username);
        Assert.Equal(Nodes + ForeignDev, healed.Withdraw(s_wanted, s_me).Roles);
    }

    [Fact]
    public void Deleting_mine_leaves_the_entry_that_others_appended_for_the_same_principal()
    {
        var map = Map(Nodes).Declare(s_wanted, s_me);

        Assert.Equal(Nodes + ForeignDev, map.Set("mapRoles", map.Roles + ForeignDev).Withdraw(s_wanted, s_me).Roles);
    }

    [Fact]
    public void A_foreign_entry_is_refused_saying_how_to_adopt_it()
    {
        var refusal = Assert.IsType<AwsAuthDecision.Refuse>(Map(Nodes + ForeignDev).Decide(s_wanted, s_me));

        Assert.Equal(ErrorCode.EntryOfAnother, refusal.Failure.Code);
        Assert.Contains(Arn, refusal.Failure.What, StringComparison.Ordinal);
        Assert.Contains("Adopt", refusal.Failure.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void An_adopted_entry_comes_back_to_the_byte_shadowed_duplicates_too()
    {
        var before = ForeignDev + "# between\n" + Nodes + ForeignDev.Replace("ops", "second", StringComparison.Ordinal) + "# tail\n";
        var map = Map(before).Declare(s_wanted, s_me, OnConflict.Adopt);
        Assert.Equal(["arn:aws:iam::111122223333:role/nodes", Arn], map.ArnsInForce);

        Assert.Equal(before, map.Withdraw(s_wanted, s_me).Roles);
    }

    [Fact]
    public void An_adopted_entry_comes_back_after_updates_and_after_somebody_removed_mine()
    {
        var before = Nodes + ForeignDev;
        var map = Map(before).Declare(s_wanted, s_me, OnConflict.Adopt).Declare(Role(Arn, "dev2", "a", "b"), s_me);

        Assert.Equal(before, map.Withdraw(s_wanted, s_me).Roles);
        Assert.Equal(before, map.Set("mapRoles", Nodes).Withdraw(s_wanted, s_me).Roles);
    }

    [Fact]
    public void Adopting_an_entry_that_says_the_same_keeps_it_when_I_go()
    {
        var map = Map(Nodes).Declare(Role("arn:aws:iam::111122223333:role/x", "x"), s_rival);
        var same = map.Set("mapRoles", map.Roles + $"- {{rolearn: {Arn}, username: dev, groups: [team]}}\n");

        var adopted = same.Declare(s_wanted, s_me, OnConflict.Adopt);

        Assert.Equal(same.Roles, adopted.Withdraw(s_wanted, s_me).Roles);
    }

    [Fact]
    public void An_entry_of_another_stack_is_refused_naming_stack_and_logical_id_on_Create_and_left_on_Delete()
    {
        var map = Map(Nodes).Declare(s_wanted, s_rival);

        var refusal = Assert.IsType<AwsAuthDecision.Refuse>(map.Decide(s_wanted, s_me, OnConflict.Adopt));

        Assert.Contains("Theirs of stack rival", refusal.Failure.What, StringComparison.Ordinal);
        Assert.IsType<AwsAuthDecision.Nothing>(AwsAuthOwnership.Withdraw(map.ConfigMap, s_me, s_wanted));
        Assert.IsType<AwsAuthDecision.Nothing>(AwsAuthOwnership.Withdraw(map.ConfigMap, s_me, null));
    }

    [Fact]
    public void A_renamed_logical_id_takes_over_and_the_old_one_removes_nothing()
    {
        var map = Map(Nodes).Declare(s_wanted, s_me).Declare(s_wanted, s_sibling);
        var cleaned = map.Withdraw(s_wanted, s_me);

        Assert.Equal(map.Roles, cleaned.Roles);
        Assert.Equal(Nodes, cleaned.Withdraw(s_wanted, s_sibling).Roles);
    }

    [Fact]
    public void A_take_over_that_is_rolled_back_gives_the_entry_to_its_first_owner_as_it_was()
    {
        var first = Map(Nodes).Declare(s_wanted, s_me);

        var back = first.Declare(Role(Arn, "other"), s_sibling).Withdraw(Role(Arn, "other"), s_sibling);

        Assert.Equal(first.Roles, back.Roles);
        Assert.Equal(first.ConfigMap.Claims, back.ConfigMap.Claims);
    }

    [Fact]
    public void After_an_adopter_was_renamed_and_gone_the_new_owner_still_puts_back_what_was_adopted()
    {
        var before = Nodes + ForeignDev;
        var map = Map(before).Declare(s_wanted, s_me, OnConflict.Adopt).Declare(s_wanted, s_sibling);

        Assert.Equal(before, map.Withdraw(s_wanted, s_me).Withdraw(s_wanted, s_sibling).Roles);
    }

    [Fact]
    public void A_link_in_the_middle_of_a_chain_is_taken_out_alone()
    {
        var third = s_me with { LogicalId = "Third" };
        var first = Map(Nodes).Declare(s_wanted, s_me);
        var map = first.Declare(Role(Arn, "two"), s_sibling).Declare(Role(Arn, "three"), third);

        var back = map.Withdraw(Role(Arn, "two"), s_sibling).Withdraw(Role(Arn, "three"), third);

        Assert.Equal(first.Roles, back.Roles);
        Assert.Equal(first.ConfigMap.Claims, back.ConfigMap.Claims);
    }

    [Fact]
    public void An_entry_that_was_taken_over_and_taken_back_goes_with_its_first_owner()
    {
        var map = Map(Nodes).Declare(s_wanted, s_me).Declare(Role(Arn, "other"), s_sibling).Declare(s_wanted, s_me);

        Assert.Equal(Nodes, map.Withdraw(Role(Arn, "other"), s_sibling).Withdraw(s_wanted, s_me).Roles);
        Assert.Equal("other", map.Withdraw(s_wanted, s_me).InForce(Arn)?.Username);
    }

    [Theory]
    [InlineData("- rolearn: arn:aws:iam::111122223333:role/Dev\n  username: dev\n  groups: [team]\n")]
    [InlineData("- groups: # who\n  - team # the team\n  username: \"dev\"\n  rolearn: arn:aws:iam::111122223333:role/Dev\n")]
    [InlineData("[{rolearn: 'arn:aws:iam::111122223333:role/Dev', username: dev, groups: [ team ]}]")]
    public void An_update_and_the_way_back_give_every_byte_of_an_entry(string text)
    {
        var before = Map(text).Declare(s_wanted, s_me, OnConflict.Adopt);
        Assert.Equal(text, before.Roles);
        var during = before.Declare(Role(Arn, "dev"), s_me, formerly: s_wanted).Declare(Role(Arn, "dev"), s_me, formerly: s_wanted);
        Assert.NotEqual(text, during.Roles);

        var after = during.Declare(s_wanted, s_me, formerly: Role(Arn, "dev"));

        Assert.Equal(text, after.Roles);
        Assert.Equal(before.ConfigMap.Claims, after.ConfigMap.Claims);
    }

    [Fact]
    public void Only_what_cannot_be_written_anew_is_remembered_of_an_entry_of_before()
    {
        var map = Map(Nodes).Declare(s_wanted, s_me).Declare(Role(Arn, "dev2", "team"), s_me, formerly: s_wanted);

        Assert.DoesNotContain("formerly", map.ConfigMap.Claims, StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_is_taken_over_and_taken_back_has_every_byte_of_before()
    {
        const string Text = "- groups: # who\n  - team # the team\n  username: dev\n  rolearn: arn:aws:iam::111122223333:role/Dev\n";
        var before = Map(Text).Declare(s_wanted, s_me, OnConflict.Adopt);

        var after = before.Declare(Role(Arn, "other"), s_sibling).Declare(s_wanted, s_me).Withdraw(Role(Arn, "other"), s_sibling);

        Assert.Equal(Text, after.Roles);
        Assert.Equal(before.ConfigMap.Claims, after.ConfigMap.Claims);
    }

    [Fact]
    public void A_section_that_others_emptied_since_is_as_they_left_it_when_our_entry_goes_again()
    {
        var emptied = new World(AwsAuthConfigMap.Missing).Declare(s_wanted, s_me).Set("mapRoles", "");

        var after = emptied.Declare(Role("arn:aws:iam::111122223333:role/Second", "second"), s_sibling).Withdraw(null, s_sibling);

        Assert.Equal("", after.Roles);
        Assert.False(after.Withdraw(s_wanted, s_me).ConfigMap.Exists);
    }

    [Fact]
    public void A_map_that_we_made_stays_when_others_put_something_into_it()
    {
        var map = new World(AwsAuthConfigMap.Missing).Declare(s_wanted, s_me).Set("mapRoles", "").Set("note", "");

        Assert.True(map.Withdraw(s_wanted, s_me).ConfigMap.Exists);
    }

    [Theory]
    [InlineData("- rolearn: a\n  username: a\n- rolearn: b\n  username: b", "- rolearn: b\n  username: b\n", "- rolearn: a\n  username: a\n")]
    [InlineData("- rolearn: a\n  username: a\n- rolearn: b\n  username: b", "- rolearn: a\n  username: a\n", "- rolearn: b\n  username: b")]
    [InlineData("- rolearn: a\r\n  username: a\r\n- rolearn: b\r\n  username: b", "- rolearn: b\r\n  username: b\r\n", "- rolearn: a\r\n  username: a\r\n")]
    public void Only_the_item_that_had_no_line_break_at_the_end_of_the_text_gives_its_own_up(string before, string takenOut, string after)
    {
        var second = Role("arn:aws:iam::111122223333:role/Second", "second");
        var map = Map(before).Declare(s_wanted, s_me).Declare(second, s_sibling);
        Assert.Equal(before, map.Withdraw(s_wanted, s_me).Withdraw(second, s_sibling).Roles);

        var left = map.Set("mapRoles", map.Roles!.Replace(takenOut, "", StringComparison.Ordinal)).Withdraw(second, s_sibling).Withdraw(s_wanted, s_me);

        Assert.Equal(after, left.Roles);
        Assert.Null(left.ConfigMap.Claims);
    }

    [Fact]
    public void When_the_claims_are_lost_an_entry_that_says_what_I_declared_is_claimed_again_and_removed()
    {
        var map = Map(Nodes).Declare(s_wanted, s_me);
        var lost = new World(map.ConfigMap with { Claims = null });

        Assert.Equal(map.ConfigMap.Claims, lost.Declare(s_wanted, s_me).ConfigMap.Claims);
        Assert.Equal("dev3", lost.Declare(Role(Arn, "dev3"), s_me, formerly: s_wanted).InForce(Arn)?.Username);
        Assert.Equal(Nodes, lost.Withdraw(s_wanted, s_me).Roles);
        Assert.IsType<AwsAuthDecision.Refuse>(lost.Decide(Role(Arn, "never declared"), s_me));
        Assert.IsType<AwsAuthDecision.Nothing>(AwsAuthOwnership.Withdraw(lost.ConfigMap, s_me, Role(Arn, "never declared")));
    }

    [Fact]
    public void A_delete_removes_nothing_that_is_foreign_or_gone()
    {
        var others = Map(Nodes + ForeignDev).Declare(Role("arn:aws:iam::111122223333:role/x", "x"), s_rival);

        Assert.IsType<AwsAuthDecision.Nothing>(AwsAuthOwnership.Withdraw(others.ConfigMap, s_me, s_wanted));
        Assert.IsType<AwsAuthDecision.Nothing>(AwsAuthOwnership.Withdraw(AwsAuthConfigMap.Missing, s_me, s_wanted));
        var gone = Map(Nodes).Declare(s_wanted, s_me).Set("mapRoles", Nodes);
        Assert.Equal(Nodes, gone.Withdraw(s_wanted, s_me).Roles);
    }

    [Fact]
    public void A_delete_with_a_made_up_id_goes_by_owner_alone()
    {
        var map = Map(Nodes).Declare(s_wanted, s_me).Declare(Role("arn:aws:iam::111122223333:role/x", "x"), s_rival);

        var after = map.Withdraw(null, s_me);

        Assert.Equal([Arn], map.ArnsInForce.Except(after.ArnsInForce));
        var unclaimed = map.ConfigMap with { Claims = null };
        Assert.IsType<AwsAuthDecision.Nothing>(AwsAuthOwnership.Withdraw(unclaimed, s_me, null));
    }

    [Fact]
    public void A_users_ARN_in_another_case_is_another_resource_whose_Delete_removes_nothing_of_mine()
    {
        var upper = User("arn:aws:iam::111122223333:user/Bob");
        var lower = User("arn:aws:iam::111122223333:user/bob");
        var map = Map(null).Declare(upper, s_me).Declare(lower, s_me);

        Assert.Equal(map.ConfigMap, map.Withdraw(upper, s_me).ConfigMap);
        Assert.Null(map.Withdraw(lower, s_me).ConfigMap.Text(Section.MapUsers));
    }

    [Fact]
    public void A_section_that_cannot_be_read_is_refused_with_its_line_while_a_Delete_that_owns_nothing_succeeds()
    {
        var broken = Map("- rolearn: [\n");

        var refusal = Assert.IsType<AwsAuthDecision.Refuse>(broken.Decide(s_wanted, s_me));

        Assert.Equal(ErrorCode.AwsAuthUnreadable, refusal.Failure.Code);
        Assert.Contains("line ", refusal.Failure.What, StringComparison.Ordinal);
        Assert.IsType<AwsAuthDecision.Nothing>(AwsAuthOwnership.Withdraw(broken.ConfigMap, s_me, s_wanted));
        var mine = Map(Nodes).Declare(s_wanted, s_me).Set("mapRoles", "- rolearn: [\n");
        Assert.IsType<AwsAuthDecision.Refuse>(AwsAuthOwnership.Withdraw(mine.ConfigMap, s_me, s_wanted));
        Assert.IsType<AwsAuthDecision.Refuse>(AwsAuthOwnership.Withdraw(mine.ConfigMap, s_me, null));
    }

    [Theory]
    [InlineData("nonsense")]
    [InlineData("""{"version":2}""")]
    [InlineData("null")]
    public void Claims_that_cannot_be_read_stop_everything(string claims)
    {
        var map = Map(Nodes).ConfigMap with { Claims = claims };

        Assert.IsType<AwsAuthDecision.Refuse>(new World(map).Decide(s_wanted, s_me));
        Assert.IsType<AwsAuthDecision.Refuse>(AwsAuthOwnership.Withdraw(map, s_me, s_wanted));
    }

    [Fact]
    public void What_would_grow_over_the_limits_is_refused_before_anything_is_written()
    {
        var large = Map(Nodes).Set("other", new string('x', 1024 * 1024 - Nodes.Length - 10));
        var annotated = Map(Nodes).ConfigMap with { OtherAnnotationBytes = 256 * 1024 - 100 };

        var data = Assert.IsType<AwsAuthDecision.Refuse>(large.Decide(s_wanted, s_me));
        var annotations = Assert.IsType<AwsAuthDecision.Refuse>(new World(annotated).Decide(s_wanted, s_me));

        Assert.Equal(ErrorCode.TooLarge, data.Failure.Code);
        Assert.Contains("annotations of", annotations.Failure.What, StringComparison.Ordinal);
    }

    private static World Map(string? roles) => new(new AwsAuthConfigMap
    {
        Data = roles is null ? new Dictionary<string, string>() : new Dictionary<string, string> { ["mapRoles"] = roles },
    });

    private static EntryDeclaration Role(string arn, string username, params string[] groups) =>
        new(Section.MapRoles, new MappingEntry { Id = arn, Username = username, Groups = groups });

    private static EntryDeclaration User(string arn) => new(Section.MapUsers, new MappingEntry { Id = arn, Username = "bob", Groups = [] });

    /// <summary>The cluster's side: applies decisions as the API server would.</summary>
    private sealed record World(AwsAuthConfigMap ConfigMap)
    {
        public string? Roles => ConfigMap.Text(Section.MapRoles);

        public IReadOnlyList<string> ArnsInForce =>
            [.. SectionReader.Read(Section.MapRoles, Roles).Entries.Select(entry => entry.Entry.Id)];

        public MappingEntry? InForce(string arn) => SectionReader.Read(Section.MapRoles, Roles).Entries
            .LastOrDefault(entry => string.Equals(entry.Entry.Id, arn, StringComparison.OrdinalIgnoreCase))?.Entry;

        public World Set(string key, string value) => new(ConfigMap with
        {
            Data = new Dictionary<string, string>(ConfigMap.Data) { [key] = value },
        });

        public AwsAuthDecision Decide(EntryDeclaration wanted, Owner owner, OnConflict onConflict = OnConflict.Fail, EntryDeclaration? formerly = null) =>
            AwsAuthOwnership.Declare(ConfigMap, wanted, owner, onConflict, formerly);

        public World Declare(EntryDeclaration wanted, Owner owner, OnConflict onConflict = OnConflict.Fail, EntryDeclaration? formerly = null) =>
            After(Decide(wanted, owner, onConflict, formerly));

        public World Withdraw(EntryDeclaration? declared, Owner owner) => After(AwsAuthOwnership.Withdraw(ConfigMap, owner, declared));

        private World After(AwsAuthDecision decision)
        {
            if (decision is AwsAuthDecision.Nothing) return this;
            if (decision is AwsAuthDecision.DeleteConfigMap) return new(AwsAuthConfigMap.Missing);
            var write = Assert.IsType<AwsAuthDecision.Write>(decision);
            var data = new Dictionary<string, string>(ConfigMap.Data);
            foreach (var (key, value) in write.Data)
            {
                if (value is null) data.Remove(key);
                else data[key] = value;
            }

            return new(ConfigMap with { Exists = true, Data = data, Claims = write.Claims });
        }
    }
}
