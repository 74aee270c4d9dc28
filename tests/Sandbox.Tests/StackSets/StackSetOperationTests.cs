using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.StackSets;

namespace EksIamCdk.Sandbox.Tests.StackSets;

/// <summary>How an operation goes through accounts and Regions, by the documentation of its preferences.</summary>
public class StackSetOperationTests
{
    [Theory]
    [InlineData(25, 10, 2)]
    [InlineData(25, 3, 0)]
    [InlineData(25, 100, 25)]
    [InlineData(10, 19, 1)]
    public void A_tolerance_in_percent_is_rounded_down(int accounts, int percentage, int expected) =>
        Assert.Equal(expected, new OperationPreferences { FailureTolerancePercentage = percentage }.Tolerance(accounts));

    [Theory]
    [InlineData(25, 25, 100, 0, 6)]
    [InlineData(3, 25, 100, 0, 1)]
    [InlineData(25, 25, 0, 0, 1)]
    [InlineData(25, 25, 8, 0, 3)]
    [InlineData(25, 25, 8, 1, 2)]
    [InlineData(25, 25, 8, 2, 1)]
    public void Concurrency_is_rounded_down_but_not_to_nothing_and_shrinks_with_the_failures(
        int accounts, int concurrency, int tolerance, int failures, int expected) =>
        Assert.Equal(
            expected,
            new OperationPreferences { MaxConcurrentPercentage = concurrency, FailureTolerancePercentage = tolerance }.Concurrency(accounts, failures));

    [Fact]
    public void A_soft_tolerance_leaves_concurrency_alone() =>
        Assert.Equal(6, new OperationPreferences { MaxConcurrentPercentage = 25, IsSoft = true }.Concurrency(25, 0));

    [Fact]
    public async Task Regions_are_gone_through_in_their_order_and_accounts_as_many_at_a_time_as_may_be()
    {
        var (now, most) = (0, 0);
        var regions = new List<string>();

        var failure = await RunAsync(
            new OperationPreferences { MaxConcurrentCount = 3, FailureToleranceCount = 5, RegionOrder = ["us-east-1"] },
            async place =>
            {
                lock (regions)
                {
                    regions.Add(place.Region);
                    most = Math.Max(most, ++now);
                }
                await Task.Delay(5);
                lock (regions)
                    now--;
                return null;
            });

        Assert.Null(failure);
        Assert.Equal(3, most);
        Assert.Equal(["us-east-1", "eu-west-1"], regions.Distinct());
        Assert.Equal(10, regions.LastIndexOf("us-east-1") + 1);
    }

    [Fact]
    public async Task An_operation_stops_when_more_fail_than_may_and_no_later_region_is_begun()
    {
        var (done, cancelled) = (new List<InstancePlace>(), new List<InstancePlace>());

        var failure = await RunAsync(
            new OperationPreferences { MaxConcurrentCount = 1, FailureToleranceCount = 1 },
            place =>
            {
                done.Add(place);
                return Task.FromResult(place.AccountId is "00000000003" or "00000000005" ? "no" : null);
            },
            cancelled.Add);

        Assert.Equal("Account 00000000003 , Region eu-west-1: no; Account 00000000005 , Region eu-west-1: no", failure);
        Assert.Equal((5, 15), (done.Count, cancelled.Count));
        Assert.All(done, place => Assert.Equal("eu-west-1", place.Region));
    }

    [Fact]
    public async Task Failures_within_the_tolerance_do_not_stop_it_and_each_region_counts_for_itself()
    {
        var done = 0;

        var failure = await RunAsync(
            new OperationPreferences { MaxConcurrentCount = 2, FailureTolerancePercentage = 10 },
            place => Task.FromResult(Interlocked.Increment(ref done) > 0 && place.AccountId == "00000000003" ? "no" : null));

        Assert.Null(failure);
        Assert.Equal(20, done);
    }

    [Fact]
    public async Task Parallel_regions_are_stopped_each_for_itself()
    {
        var done = new List<InstancePlace>();

        var failure = await RunAsync(
            new OperationPreferences { MaxConcurrentCount = 1, IsParallel = true },
            place =>
            {
                lock (done)
                    done.Add(place);
                return Task.FromResult(place is { Region: "eu-west-1", AccountId: "00000000002" } ? "no" : null);
            });

        Assert.NotNull(failure);
        Assert.Equal(2, done.Count(place => place.Region == "eu-west-1"));
        Assert.Equal(10, done.Count(place => place.Region == "us-east-1"));
    }

    [Theory]
    [InlineData("NONE", "1 2 3")]
    [InlineData("INTERSECTION", "2")]
    [InlineData("DIFFERENCE", "1 3")]
    [InlineData("UNION", "1 2 3 9")]
    public void Accounts_come_from_organizational_units_and_a_filter(string filter, string expected)
    {
        var properties = JsonNode.Parse($$"""
            {"StackInstancesGroup": [
              {"DeploymentTargets": {"OrganizationalUnitIds": ["ou-a", "ou-b"], "Accounts": ["2", "9"], "AccountFilterType": "{{filter}}"}, "Regions": ["eu-west-1"],
               "ParameterOverrides": [{"ParameterKey": "Size", "ParameterValue": "3"}]}]}
            """)!.AsObject();

        var definition = StackSetDefinition.Read(properties, "{}", unit => unit == "ou-a" ? ["1", "2"] : ["2", "3"]);

        Assert.Equal(expected, string.Join(' ', definition.Instances.Keys.Select(place => place.AccountId)));
        Assert.All(definition.Instances.Values, overrides => Assert.Equal("3", overrides["Size"]));
    }

    private static Task<string?> RunAsync(
        OperationPreferences preferences, Func<InstancePlace, Task<string?>> work, Action<InstancePlace>? cancelled = null) =>
        new StackSetOperation(preferences, work, cancelled ?? (_ => { })).RunAsync(
        [
            .. from region in new[] { "eu-west-1", "us-east-1" }
               from account in Enumerable.Range(1, 10)
               select new InstancePlace($"{account:00000000000}", region),
        ]);
}
