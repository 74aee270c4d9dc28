using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Drift;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Access.Tests.Drift;

public sealed class EntryDriftTests
{
    private const string Dev = "arn:aws:iam::111122223333:role/Dev";
    private const string Node = "arn:aws:iam::111122223333:role/Node";
    private const string NodeUsername = "system:node:{{EC2PrivateDNSName}}";
    private static readonly Owner s_owner = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/team/0001", "Developers");

    [Fact]
    public void A_map_as_it_was_written_has_no_drift_and_entries_of_nobody_are_not_looked_at()
    {
        var live = With(Declared(Dev, "dev", "readers"), "- rolearn: arn:aws:iam::111122223333:role/Other\n  username: other\n");

        var (claimed, deviations) = EntryDrift.Of(live)!.Value;

        Assert.Equal(1, claimed);
        Assert.Empty(deviations);
    }

    [Fact]
    public void A_map_without_claims_has_no_drift()
    {
        Assert.Empty(EntryDrift.Of(AwsAuthConfigMap.Missing)!.Value.Deviations);
        Assert.Empty(EntryDrift.Of(new() { Data = new Dictionary<string, string> { ["mapRoles"] = "][" } })!.Value.Deviations);
    }

    [Fact]
    public void An_entry_that_was_changed_by_hand_deviates_line_by_line()
    {
        var live = Edited(With(Declared(Dev, "dev", "readers")), text => text.Replace("readers", "system:masters", StringComparison.Ordinal));

        var deviation = Assert.Single(EntryDrift.Of(live)!.Value.Deviations);

        Assert.Equal(s_owner, deviation.Owner);
        Assert.Equal($"mapRoles {Dev}", deviation.Target);
        Assert.Equal(
            [" rolearn: " + Dev, " username: dev", " groups:", "-  - readers", "+  - system:masters"],
            deviation.Difference.Select(line => $"{" +-"[(int)line.Change]}{line.Line.TrimEnd('\n')}"));
    }

    [Fact]
    public void An_entry_that_was_taken_out_is_gone()
    {
        var live = Edited(With(Declared(Dev, "dev")), _ => "[]");

        Assert.Null(Assert.Single(EntryDrift.Of(live)!.Value.Deviations).Live);
    }

    [Fact]
    public void An_entry_that_a_later_duplicate_overrides_deviates()
    {
        var live = Edited(With(Declared(Dev, "dev")), text => $"{text}- rolearn: {Dev}\n  username: somebody-else\n");

        Assert.Contains("somebody-else", Assert.Single(EntryDrift.Of(live)!.Value.Deviations).Live, StringComparison.Ordinal);
    }

    [Fact]
    public void A_section_that_the_authenticator_cannot_read_is_drift_of_all_its_entries()
    {
        var live = Edited(With(Declared(Dev, "dev")), text => text + "\t- broken");

        Assert.Contains("cannot be read: line", Assert.Single(EntryDrift.Of(live)!.Value.Deviations).Live, StringComparison.Ordinal);
    }

    [Fact]
    public void Node_roles_that_EKS_takes_out_or_puts_in_anew_are_no_drift()
    {
        var map = With(Declared(Node, NodeUsername, "system:bootstrappers", "system:nodes"));
        var windows = $"- groups: [system:bootstrappers, system:nodes, eks:kube-proxy-windows]\n  rolearn: {Node}\n  username: {NodeUsername}\n";

        Assert.Empty(EntryDrift.Of(Edited(map, _ => "[]"))!.Value.Deviations);
        Assert.Empty(EntryDrift.Of(Edited(map, _ => windows))!.Value.Deviations);
    }

    [Fact]
    public void A_node_role_that_somebody_made_a_person_of_is_drift()
    {
        var live = Edited(With(Declared(Node, NodeUsername)), text => $"{text}- rolearn: {Node}\n  username: me\n");

        Assert.Single(EntryDrift.Of(live)!.Value.Deviations);
    }

    [Fact]
    public void An_account_that_is_not_listed_any_more_is_drift()
    {
        var live = With(new EntryDeclaration(Section.MapAccounts, new MappingEntry { Id = "111122223333" }));

        Assert.Empty(EntryDrift.Of(live)!.Value.Deviations);
        var gone = live with { Data = new Dictionary<string, string> { ["mapAccounts"] = "[]" } };
        Assert.Equal("- 111122223333\n", Assert.Single(EntryDrift.Of(gone)!.Value.Deviations).Declared);
    }

    [Fact]
    public void Claims_that_cannot_be_read_tell_nothing() => Assert.Null(EntryDrift.Of(new() { Claims = "{" }));

    private static EntryDeclaration Declared(string arn, string username, params string[] groups) =>
        new(Section.MapRoles, new MappingEntry { Id = arn, Username = username, Groups = groups });

    private static AwsAuthConfigMap With(EntryDeclaration declaration, string? roles = null)
    {
        var before = new AwsAuthConfigMap { Data = roles is null ? [] : new Dictionary<string, string> { ["mapRoles"] = roles } };
        var write = Assert.IsType<AwsAuthDecision.Write>(AwsAuthOwnership.Declare(before, declaration, s_owner, OnConflict.Fail, null));
        return before with { Data = write.Data.ToDictionary(pair => pair.Key, pair => pair.Value!), Claims = write.Claims };
    }

    private static AwsAuthConfigMap Edited(AwsAuthConfigMap map, Func<string, string> edit) =>
        map with { Data = new Dictionary<string, string> { ["mapRoles"] = edit(map.Data["mapRoles"]) } };
}
