using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Tests.Protocol;

public sealed class DeadlineTests
{
    private static readonly DateTimeOffset Now = new(2026, 7, 1, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(120, 115)]
    [InlineData(25, 20)]
    [InlineData(10, 8)]
    [InlineData(1, 0.8)]
    [InlineData(0, 0)]
    [InlineData(-3, 0)]
    public void The_answer_is_due_5_s_before_the_end_or_at_80_percent_of_less_than_25_s(double given, double due)
    {
        var deadline = Deadline.Until(Now.AddSeconds(given), Now);

        Assert.Equal(Now.AddSeconds(due), deadline.AnswerBy);
    }

    [Theory]
    [InlineData(120)]
    [InlineData(10)]
    [InlineData(1)]
    public void Attempts_end_before_work_ends_before_the_answer_is_due_before_sending_ends(double given)
    {
        var deadline = Deadline.Until(Now.AddSeconds(given), Now);

        Assert.True(Now < deadline.AttemptsEnd);
        Assert.True(deadline.AttemptsEnd < deadline.WorkEnds);
        Assert.True(deadline.WorkEnds < deadline.AnswerBy);
        Assert.True(deadline.AnswerBy < deadline.SendingEnds);
        Assert.True(deadline.SendingEnds < deadline.End);
    }
}
