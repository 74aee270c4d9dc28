using System.Text.Json.Nodes;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Ownership;
using EksIamCdk.ClusterApi.History;
using EksIamCdk.ClusterApi.Kubernetes;
using EksIamCdk.ClusterApi.Tests.Beds;

namespace EksIamCdk.ClusterApi.Tests.History;

/// <summary>How records get into a cluster, and what becomes of them where they do not. On servers that do it: see the contract suite.</summary>
public sealed class HistoryStoreTests : IDisposable
{
    private const string Path = "/api/v1/namespaces/kube-system/configmaps/eks-iam-cdk-history";

    private readonly TestAuthority _authority = new();

    public void Dispose() => _authority.Dispose();

    [Fact]
    public async Task A_record_is_one_merge_patch_of_its_own_key()
    {
        await using var server = new RawServer(_ => RawReply.Object(Holding(1)), _authority.Issue());

        Assert.IsType<HistoryAddition.Kept>(await AddAsync(server, Record()));

        var request = Assert.Single(server.Requests);
        Assert.Equal(("PATCH", Path, "application/merge-patch+json"), (request.Method, request.Target, request.Headers["Content-Type"]));
        var (key, value) = Assert.Single(JsonNode.Parse(request.Body)!["binaryData"]!.AsObject());
        Assert.StartsWith("20261122T073001.000Z-", key, StringComparison.Ordinal);
        Assert.NotNull(HistoryFormat.Read(Convert.FromBase64String((string)value!)));
    }

    [Fact]
    public async Task What_is_too_much_is_taken_out_in_one_more_patch()
    {
        await using var server = new RawServer(_ => RawReply.Object(Holding(HistoryBounds.MostRecords + 2)), _authority.Issue());

        await AddAsync(server, Record());

        Assert.Equal("""{"binaryData":{"k001":null,"k000":null}}""", server.Requests[1].Body);
        Assert.Equal(2, server.Requests.Count);
    }

    [Fact]
    public async Task Who_wrote_before_takes_out_what_is_too_much_in_the_same_patch()
    {
        await using var server = new RawServer(_ => RawReply.Object(Holding(HistoryBounds.MostRecords, "1999")), _authority.Issue());
        using var api = Api(server);
        var history = new HistoryStore(api);

        await history.AddAsync(Record(), CancellationToken.None);
        await history.AddAsync(Record(), CancellationToken.None);

        Assert.Equal(2, server.Requests.Count);
        var second = JsonNode.Parse(server.Requests[1].Body)!["binaryData"]!.AsObject();
        Assert.Equal("1999000", Assert.Single(second, entry => entry.Value is null).Key);
        Assert.Equal(2, second.Count);
    }

    [Fact]
    public async Task Where_there_is_no_history_yet_it_is_created()
    {
        await using var server = new RawServer(
            request => request.Method == "PATCH" ? RawReply.Status(404, "NotFound") : RawReply.Object(Holding(1)), _authority.Issue());

        Assert.IsType<HistoryAddition.Kept>(await AddAsync(server, Record()));

        var body = JsonNode.Parse(server.Requests[1].Body)!;
        Assert.Equal(("POST", "eks-iam-cdk-history"), (server.Requests[1].Method, (string?)body["metadata"]!["name"]));
        Assert.Single(body["binaryData"]!.AsObject());
    }

    [Fact]
    public async Task When_somebody_else_creates_it_at_the_same_time_both_records_are_kept()
    {
        var created = false;
        await using var server = new RawServer(
            request =>
            {
                if (request.Method == "PATCH" && created)
                    return RawReply.Object(Holding(2));
                created = request.Method == "POST";
                return request.Method == "POST" ? RawReply.Status(409, "AlreadyExists") : RawReply.Status(404, "NotFound");
            },
            _authority.Issue());

        Assert.IsType<HistoryAddition.Kept>(await AddAsync(server, Record()));

        Assert.Equal(["PATCH", "POST", "PATCH"], server.Requests.Select(request => request.Method));
    }

    [Theory]
    [InlineData(403, "Forbidden", 1)]
    [InlineData(409, "Conflict", 3)]
    [InlineData(500, "InternalError", 1)]
    public async Task Who_may_not_write_it_is_told_so(int status, string reason, int requests)
    {
        await using var server = new RawServer(_ => RawReply.Status(status, reason), _authority.Issue());

        var failed = Assert.IsType<HistoryAddition.Failed>(await AddAsync(server, Record()));

        Assert.Equal($"patch configmaps kube-system/eks-iam-cdk-history: {status} {reason}", failed.ToString());
        Assert.Equal(requests, server.Requests.Count);
    }

    [Fact]
    public async Task A_record_that_is_too_large_is_not_even_sent()
    {
        await using var server = new RawServer(_ => RawReply.Object(Holding(1)), _authority.Issue());
        var noise = new byte[400 * 1024];
        new Random(1).NextBytes(noise);

        var large = Assert.IsType<HistoryAddition.TooLarge>(await AddAsync(server, Record(Convert.ToBase64String(noise))));

        Assert.True(large.Bytes > HistoryBounds.LargestRecord);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task Records_are_read_the_newest_first_and_what_is_none_says_so()
    {
        var history = Holding(1);
        history["binaryData"]!["k999"] = Convert.ToBase64String(HistoryFormat.Write(Record()));
        history["binaryData"]!["k500"] = "no base64 at all";
        await using var server = new RawServer(_ => RawReply.Object(history), _authority.Issue());
        using var api = Api(server);

        var read = Assert.IsType<HistoryReading.Read>(await new HistoryStore(api).ReadAsync(default));

        Assert.Equal([("k999", true), ("k500", false), ("k000", false)], read.Records.Select(kept => (kept.Key, kept.Record is not null)));
    }

    [Fact]
    public async Task Where_nothing_was_written_yet_there_is_no_history_and_where_it_is_forbidden_that_is_said()
    {
        await using var none = new RawServer(_ => RawReply.Status(404, "NotFound"), _authority.Issue());
        await using var forbidden = new RawServer(_ => RawReply.Status(403, "Forbidden"), _authority.Issue());
        using var one = Api(none);
        using var other = Api(forbidden);

        Assert.Empty(Assert.IsType<HistoryReading.Read>(await new HistoryStore(one).ReadAsync(default)).Records);
        Assert.IsType<HistoryReading.Failed>(await new HistoryStore(other).ReadAsync(default));
    }

    private static HistoryRecord Record(string text = "- rolearn: x\n") => new(
        new DateTimeOffset(2026, 11, 22, 7, 30, 1, TimeSpan.Zero),
        new HistoryAuthor.OfUser("me", "restore"),
        HistoryChange.OfAwsAuth.Of(
            new AwsAuthConfigMap { Data = new Dictionary<string, string> { ["mapRoles"] = text } },
            new AwsAuthDecision.Write(new Dictionary<string, string?> { ["mapRoles"] = "[]" }, null))!);

    private static JsonObject Holding(int records, string prefix = "k") => new()
    {
        ["binaryData"] = new JsonObject(Enumerable.Range(0, records).Select(number => KeyValuePair.Create($"{prefix}{number:000}", (JsonNode?)"AAAA"))),
    };

    private async Task<HistoryAddition> AddAsync(RawServer server, HistoryRecord record)
    {
        using var api = Api(server);
        return await new HistoryStore(api).AddAsync(record, default);
    }

    private KubernetesApi Api(RawServer server) => new(
        new KubernetesEndpoint { Address = new Uri(server.Url), Authority = CertificateAuthority.Parse(_authority.Data)!, Token = () => "token", Patience = TestPatience.Value },
        TimeProvider.System);
}
