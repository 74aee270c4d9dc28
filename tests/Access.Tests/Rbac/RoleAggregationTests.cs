using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Access.Tests.Rbac;

public sealed class RoleAggregationTests
{
    private static readonly Dictionary<string, string> None = [];

    [Fact]
    public void An_aggregated_role_has_the_rules_of_every_role_that_a_selector_selects_each_once()
    {
        var (pods, secrets) = (Rule("pods"), Rule("secrets"));
        LabelledRole[] all =
        [
            Labelled("z-pods", "to-view", pods), Labelled("a-both", "to-view", secrets, pods), Labelled("other", "to-edit", Rule("nodes")),
        ];
        var view = new LabelledRole(new RbacRole { Name = "view" }, None, [Select("to-view")]);

        Assert.Equal([secrets, pods], RoleAggregation.Rules(view, [.. all, view]));
    }

    [Fact]
    public void An_aggregated_role_does_not_take_its_own_rules()
    {
        var self = new LabelledRole(new RbacRole { Name = "self", Rules = [Rule("pods")] }, new Dictionary<string, string> { ["to-view"] = "true" }, [Select("to-view")]);

        Assert.Empty(RoleAggregation.Rules(self, [self]));
    }

    [Theory]
    [InlineData(SelectorOperator.In, "a", "a b", true)]
    [InlineData(SelectorOperator.In, "c", "a b", false)]
    [InlineData(SelectorOperator.In, null, "a b", false)]
    [InlineData(SelectorOperator.NotIn, "c", "a b", true)]
    [InlineData(SelectorOperator.NotIn, "a", "a b", false)]
    [InlineData(SelectorOperator.NotIn, null, "a b", true)]
    [InlineData(SelectorOperator.Exists, "a", "", true)]
    [InlineData(SelectorOperator.Exists, null, "", false)]
    [InlineData(SelectorOperator.DoesNotExist, "a", "", false)]
    [InlineData(SelectorOperator.DoesNotExist, null, "", true)]
    public void A_requirement_looks_at_one_label(SelectorOperator requirement, string? value, string values, bool matches)
    {
        var labels = value is null ? None : new Dictionary<string, string> { ["team"] = value };

        Assert.Equal(matches, new LabelRequirement("team", requirement, values.Split(' ')).Matches(labels));
    }

    [Fact]
    public void A_selector_without_requirements_selects_everything_and_selectors_are_equal_by_content()
    {
        Assert.True(new LabelSelector([]).Matches(None));
        Assert.Equal(Select("a"), Select("a"));
        Assert.Equal(Select("a").GetHashCode(), Select("a").GetHashCode());
        Assert.Equal(Select("a").Requirements[0].GetHashCode(), Select("a").Requirements[0].GetHashCode());
        Assert.NotEqual(Select("a"), Select("b"));
    }

    private static PolicyRule Rule(string resource) => new() { Verbs = ["get"], ApiGroups = [""], Resources = [resource] };

    private static LabelSelector Select(string label) => new([new LabelRequirement(label, SelectorOperator.In, ["true"])]);

    private static LabelledRole Labelled(string name, string label, params PolicyRule[] rules) =>
        new(new RbacRole { Name = name, Rules = rules }, new Dictionary<string, string> { [label] = "true" }, []);
}
