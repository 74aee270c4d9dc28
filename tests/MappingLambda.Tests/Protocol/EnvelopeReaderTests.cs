using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.MappingLambda.Protocol;

namespace EksIamCdk.MappingLambda.Tests.Protocol;

public sealed class EnvelopeReaderTests
{
    private static readonly JsonObject Event = Events.Create([]).With("ResponseURL", "https://example.com/a%3Ab?c").With("RequestId", "r");

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("42")]
    [InlineData("{}")]
    [InlineData("""{"ResponseURL": 1}""")]
    [InlineData("""{"ResponseURL": "ftp://example.com"}""")]
    [InlineData("""{"ResponseURL": "\ud800"}""")]
    [InlineData("""{"ResponseURL": "http://example.com/a\r\nX: y"}""")]
    [InlineData("""{"ResponseURL": "http://example.com/\u00e9"}""")]
    [InlineData("""{"Records": [{"Sns": {"Message": "not json"}}]}""")]
    [InlineData("""{"Records": [7]}""")]
    public void What_cannot_be_answered_says_why(string body)
    {
        var (envelope, failure) = EnvelopeReader.Read(Encoding.UTF8.GetBytes(body));

        Assert.Null(envelope);
        Assert.EndsWith("[EKSIAM001]", failure!.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_is_read_bare_or_wrapped_by_SNS()
    {
        var wrapped = Wrapped(Event);

        Assert.Equal("https://example.com/a%3Ab?c", Read(Event).ResponseUrl);
        Assert.Equal("https://example.com/a%3Ab?c", Read(wrapped).ResponseUrl);
        Assert.Equal("Dev", Read(wrapped).LogicalResourceId);
    }

    [Theory]
    [InlineData("StackId")]
    [InlineData("RequestId")]
    [InlineData("LogicalResourceId")]
    [InlineData("RequestType")]
    public void A_missing_member_is_a_problem_that_can_still_be_answered(string member) =>
        Assert.Equal(member, Assert.Single(Read(Event.Without(member)).Problems).Path);

    [Theory]
    [InlineData("create")]
    [InlineData("0")]
    [InlineData("Read")]
    public void An_unknown_request_type_is_a_problem(string type) =>
        Assert.Equal(type, Assert.Single(Read(Event.With("RequestType", type)).Problems).Got);

    [Fact]
    public void The_text_of_an_envelope_does_not_hold_its_URL() =>
        Assert.DoesNotContain("example.com", Read(Event).ToString(), StringComparison.Ordinal);

    [Fact]
    public void The_record_of_a_death_is_read_bare_or_by_a_topic_and_so_is_the_event_in_it()
    {
        var ofHub = Wrapped(Event);
        JsonObject[] given = [DeathOf(Event), DeathOf(ofHub), Wrapped(DeathOf(Event)), Wrapped(DeathOf(ofHub))];

        Assert.All(given, record => Assert.Equal(("Dev", true), (Read(record).LogicalResourceId, Read(record).Death!.Began)));
        Assert.Null(Read(Event).Death);
        Assert.Null(Read(ofHub).Death);
    }

    private static JsonObject DeathOf(JsonObject given) => Deaths.Of(given, Deaths.Crashed);

    private static JsonObject Wrapped(JsonObject given) => new()
    {
        ["Records"] = new JsonArray(new JsonObject { ["EventSource"] = "aws:sns", ["Sns"] = new JsonObject { ["Message"] = given.ToJsonString() } }),
    };

    private static Envelope Read(JsonObject given)
    {
        var (envelope, failure) = EnvelopeReader.Read(Encoding.UTF8.GetBytes(given.ToJsonString()));
        Assert.Null(failure);
        return envelope!;
    }
}
