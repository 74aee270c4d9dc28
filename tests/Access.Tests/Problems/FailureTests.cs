using EksIamCdk.Access.Problems;

namespace EksIamCdk.Access.Tests.Problems;

public sealed class FailureTests
{
    [Fact]
    public void A_reason_says_what_happened_then_what_to_do_then_its_code()
    {
        var failure = new Failure(ErrorCode.AwsAuthUnreadable, "mapRoles cannot be read.", "Mend line 3.");

        Assert.Equal("mapRoles cannot be read. Mend line 3. [EKSIAM030]", failure.Reason);
    }

    [Fact]
    public void Wrong_properties_are_reported_all_at_once_each_with_path_value_and_expectation()
    {
        var problems = new ProblemList();
        problems.Add("OnConflict", "Replace", "Fail or Adopt");
        problems.Missing("Cluster.Name", "the name of the cluster");

        Assert.Equal(
            "Properties are wrong: OnConflict: got \"Replace\", expected Fail or Adopt; Cluster.Name: missing, expected the name of the cluster. "
            + "Correct them in the template. [EKSIAM010]",
            Failure.WrongProperties(problems).Reason);
    }

    [Fact]
    public void Every_code_is_listed_once_in_order_of_its_number()
    {
        var numbers = ErrorCode.All.Select(code => code.Number).ToList();

        Assert.Equal(numbers.Distinct().Order(), numbers);
    }
}
