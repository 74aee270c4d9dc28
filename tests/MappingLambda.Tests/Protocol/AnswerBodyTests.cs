using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.MappingLambda.Protocol;

namespace EksIamCdk.MappingLambda.Tests.Protocol;

public sealed class AnswerBodyTests
{
    private static readonly Envelope Envelope = new()
    {
        ResponseUrl = "https://example.com/",
        RequestType = RequestType.Create,
        StackId = World.StackId,
        RequestId = "11111111-2222-3333-4444-555555555555",
        LogicalResourceId = "Dev",
        ResourceType = Events.EntryType,
        PhysicalResourceId = "",
        ResourceProperties = default,
        OldResourceProperties = default,
        Problems = [],
    };

    [Fact]
    public void A_success_says_who_it_is_for_and_its_attributes()
    {
        var body = Parsed(AnswerBody.Of(Envelope, Answer.Success("id", new Dictionary<string, string> { ["Arn"] = "arn:x" })));

        Assert.Equal("SUCCESS", (string?)body["Status"]);
        Assert.Equal("id", (string?)body["PhysicalResourceId"]);
        Assert.Equal(Envelope.StackId, (string?)body["StackId"]);
        Assert.Equal(Envelope.RequestId, (string?)body["RequestId"]);
        Assert.Equal("Dev", (string?)body["LogicalResourceId"]);
        Assert.Equal("arn:x", (string?)body["Data"]!["Arn"]);
    }

    [Theory]
    [InlineData("x")]
    [InlineData("é")]
    [InlineData("日")]
    [InlineData("😀")]
    [InlineData("\"")]
    [InlineData("\u0001")]
    public void A_long_reason_is_cut_in_the_middle_so_that_its_code_stays(string letter)
    {
        var failure = new Failure(ErrorCode.RefusedByApiServer, "It begins. " + string.Concat(Enumerable.Repeat(letter, 5000)), "Do this.");

        var body = AnswerBody.Of(Envelope, Answer.Failed("id", failure));

        var reason = (string?)Parsed(body)["Reason"];
        Assert.InRange(body.Length, 4096 - 30, 4096);
        Assert.StartsWith("It begins.", reason, StringComparison.Ordinal);
        Assert.EndsWith("Do this. [EKSIAM043]", reason, StringComparison.Ordinal);
        Assert.DoesNotContain('\uFFFD', reason!);
    }

    [Fact]
    public void Data_that_does_not_fit_is_dropped()
    {
        var body = AnswerBody.Of(Envelope, Answer.Success("id", new Dictionary<string, string> { ["Groups"] = new string('g', 4000) }));

        Assert.InRange(body.Length, 1, 4096);
        Assert.False(Parsed(body).ContainsKey("Data"));
        Assert.Equal("SUCCESS", (string?)Parsed(body)["Status"]);
    }

    [Fact]
    public void A_reason_that_fits_is_left_as_it_is()
    {
        var failure = new Failure(ErrorCode.EntryOfAnother, "Überraschung <&> \"quoted\".", "");

        Assert.Equal("Überraschung <&> \"quoted\". [EKSIAM031]", (string?)Parsed(AnswerBody.Of(Envelope, Answer.Failed("id", failure)))["Reason"]);
    }

    private static JsonObject Parsed(byte[] body) => JsonNode.Parse(body, documentOptions: new JsonDocumentOptions { AllowDuplicateProperties = false })!.AsObject();
}
