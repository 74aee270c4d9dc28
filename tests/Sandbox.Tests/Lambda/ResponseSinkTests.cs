using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.Lambda;

namespace EksIamCdk.Sandbox.Tests.Lambda;

public sealed class ResponseSinkTests : IAsyncLifetime, IDisposable
{
    private static readonly CustomResourceRequest Request = new()
    {
        ServiceToken = "t",
        RequestType = "Create",
        RequestId = "r",
        StackId = "arn:aws:cloudformation:eu-west-1:111122223333:stack/demo/1",
        LogicalResourceId = "A",
        ResourceType = "Custom::Test",
        ResourceProperties = [],
    };

    private readonly HttpClient _http = new();
    private ResponseSink _sink = null!;

    public async Task InitializeAsync() => _sink = await ResponseSink.StartAsync(default);

    [Fact]
    public async Task An_answer_that_belongs_to_the_request_counts()
    {
        var exchange = _sink.Open(Request);

        var status = await PutAsync(exchange.Url, Answer());

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Equal("SUCCESS", (string?)Assert.IsType<CustomResourceReply.Answer>(await exchange.Answer).Body["Status"]);
        Assert.Equal(PutRecord.Counted, Assert.Single(_sink.Puts).Verdict);
    }

    [Fact]
    public async Task A_url_that_was_encoded_anew_has_a_wrong_signature()
    {
        var url = _sink.Open(Request).Url;

        Assert.Contains("%3A", url, StringComparison.Ordinal);
        Assert.Contains("%7C", url, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(url.Replace("%3A", ":", StringComparison.Ordinal), Answer()));
        Assert.Equal(HttpStatusCode.Forbidden, await PutAsync(url.Replace("%7C", "|", StringComparison.Ordinal), Answer()));
        Assert.All(_sink.Puts, put => Assert.True(put.IsViolation));
    }

    [Fact]
    public async Task A_content_type_breaks_the_signature()
    {
        var url = _sink.Open(Request).Url;

        Assert.Equal(
            HttpStatusCode.Forbidden,
            await PutAsync(url, Answer(), content => content.Headers.ContentType = new MediaTypeHeaderValue("application/json")));
    }

    [Fact]
    public async Task A_content_length_is_needed()
    {
        using var request = new HttpRequestMessage(
            HttpMethod.Put, Raw(_sink.Open(Request).Url))
        { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(Answer())) };
        request.Headers.TransferEncodingChunked = true;

        using var response = await _http.SendAsync(request);

        Assert.Equal(HttpStatusCode.LengthRequired, response.StatusCode);
    }

    [Fact]
    public async Task More_than_4096_bytes_are_too_long()
    {
        var (fits, tooLong) = (_sink.Open(Request), _sink.Open(Request));
        var filler = 4096 - Encoding.UTF8.GetByteCount(Answer(reason: ""));

        await PutAsync(fits.Url, Answer(reason: new string('x', filler)));
        await PutAsync(tooLong.Url, Answer(reason: new string('x', filler + 1)));

        Assert.IsType<CustomResourceReply.Answer>(await fits.Answer);
        Assert.IsType<CustomResourceReply.TooLong>(await tooLong.Answer);
    }

    [Theory]
    [InlineData("not JSON")]
    [InlineData("[]")]
    [InlineData("""{"Status": "SUCCESS", "StackId": "other", "RequestId": "r", "LogicalResourceId": "A"}""")]
    [InlineData("""{"Status": "SUCCESS", "StackId": "arn:aws:cloudformation:eu-west-1:111122223333:stack/demo/1", "RequestId": "other", "LogicalResourceId": "A"}""")]
    [InlineData("""{"Status": "SUCCESS", "StackId": "arn:aws:cloudformation:eu-west-1:111122223333:stack/demo/1", "RequestId": "r", "LogicalResourceId": "B"}""")]
    [InlineData("""{"Status": "DONE", "StackId": "arn:aws:cloudformation:eu-west-1:111122223333:stack/demo/1", "RequestId": "r", "LogicalResourceId": "A"}""")]
    public async Task What_is_no_answer_to_the_request_is_ignored_and_remembered(string body)
    {
        var exchange = _sink.Open(Request);

        Assert.Equal(HttpStatusCode.OK, await PutAsync(exchange.Url, body));

        Assert.False(exchange.Answer.IsCompleted);
        Assert.True(Assert.Single(_sink.Puts).IsViolation);
    }

    [Fact]
    public async Task Invariant_3_a_second_answer_is_ignored_and_is_a_violation_when_it_differs()
    {
        var exchange = _sink.Open(Request);

        await PutAsync(exchange.Url, Answer());
        await PutAsync(exchange.Url, Answer());
        await PutAsync(exchange.Url, Answer(id: "another"));

        Assert.Equal([false, false, true], _sink.Puts.Select(put => put.IsViolation));
        Assert.Equal("id", (string?)((CustomResourceReply.Answer)await exchange.Answer).Body["PhysicalResourceId"]);
    }

    public async Task DisposeAsync() => await _sink.DisposeAsync();

    public void Dispose() => _http.Dispose();

    private static string Answer(string id = "id", string reason = "") => new JsonObject
    {
        ["Status"] = "SUCCESS",
        ["StackId"] = Request.StackId,
        ["RequestId"] = "r",
        ["LogicalResourceId"] = "A",
        ["PhysicalResourceId"] = id,
        ["Reason"] = reason,
    }.ToJsonString();

    private static Uri Raw(string url) => new(url, new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });

    private async Task<HttpStatusCode> PutAsync(string url, string body, Action<HttpContent>? change = null)
    {
        using var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        change?.Invoke(content);
        using var response = await _http.PutAsync(Raw(url), content);
        return response.StatusCode;
    }
}
