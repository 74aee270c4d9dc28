using System.IO.Compression;
using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Access.History;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Access.Tests.History;

/// <summary>What a record keeps, and what it never keeps.</summary>
public sealed class HistoryFormatTests
{
    private static readonly DateTimeOffset s_at = new(2026, 11, 22, 7, 30, 1, 123, TimeSpan.Zero);
    private static readonly HistoryAuthor s_stack =
        new HistoryAuthor.OfStack(new Owner("arn:aws:cloudformation:eu-west-1:111122223333:stack/team/0001", "Dev"), "Update", "r1");

    [Fact]
    public void What_is_written_is_read_back()
    {
        var map = new AwsAuthConfigMap { Data = new Dictionary<string, string> { ["mapRoles"] = "- rolearn: ä€😀 '<&>'\r\n", ["other"] = "" }, Claims = "{}" };
        var change = HistoryChange.OfAwsAuth.Of(map, new AwsAuthDecision.Write(new Dictionary<string, string?> { ["mapRoles"] = "[]", ["other"] = null }, null))!;

        var read = RoundTrip(new HistoryRecord(s_at, s_stack, change));

        Assert.Equal((s_at, s_stack), (read.At, read.By));
        var kept = Assert.IsType<HistoryChange.OfAwsAuth>(read.Change);
        Assert.Equal(map.Data, kept.Was.Data);
        Assert.Equal("{}", kept.Was.Claims);
        Assert.Equal(new Dictionary<string, string> { ["mapRoles"] = "[]" }, kept.Became.Data);
        Assert.Null(kept.Became.Claims);
    }

    [Fact]
    public void A_map_that_came_or_went_is_told_from_an_empty_one()
    {
        var write = new AwsAuthDecision.Write(new Dictionary<string, string?>(), null);
        var came = Kept(HistoryChange.OfAwsAuth.Of(AwsAuthConfigMap.Missing, write)!);
        var went = Kept(HistoryChange.OfAwsAuth.Of(new AwsAuthConfigMap(), new AwsAuthDecision.DeleteConfigMap())!);

        Assert.Equal((false, true), (came.Was.Exists, came.Became.Exists));
        Assert.Equal((true, false), (went.Was.Exists, went.Became.Exists));

        static HistoryChange.OfAwsAuth Kept(HistoryChange change) =>
            (HistoryChange.OfAwsAuth)RoundTrip(new HistoryRecord(s_at, new HistoryAuthor.OfUser("me", "restore"), change)).Change;
    }

    [Fact]
    public void Nothing_written_is_no_change() =>
        Assert.Null(HistoryChange.OfAwsAuth.Of(new AwsAuthConfigMap(), new AwsAuthDecision.Nothing()));

    [Fact]
    public void The_data_of_a_Secret_is_never_kept_nor_what_repeats_it()
    {
        var secret = JsonNode.Parse("""
            {"apiVersion": "v1", "kind": "Secret", "type": "Opaque", "data": {"password": "aHVudGVyMg=="}, "stringData": {"password": "hunter2"},
             "metadata": {"name": "db", "namespace": "dev", "labels": {"app": "db"}, "managedFields": [{"manager": "x"}], "annotations": {
               "eks-iam-cdk/owner": "me", "eks-iam-cdk/previous": "hunter2", "eks-iam-cdk/declared": "hunter2",
               "kubectl.kubernetes.io/last-applied-configuration": "hunter2"}}}
            """)!.AsObject();

        var change = HistoryChange.OfObject.Of(new ObjectAddress(KubernetesKind.Secret, "dev", "db"), secret, secret);
        var text = Text(HistoryFormat.Write(new HistoryRecord(s_at, s_stack, change)));

        Assert.DoesNotContain("hunter2", text, StringComparison.Ordinal);
        Assert.DoesNotContain("aHVudGVyMg", text, StringComparison.Ordinal);
        Assert.Contains("\"eks-iam-cdk/owner\":\"me\"", text, StringComparison.Ordinal);
        Assert.Contains("\"app\":\"db\"", text, StringComparison.Ordinal);
    }

    [Fact]
    public void An_object_is_kept_whole_and_on_its_own()
    {
        var live = JsonNode.Parse("""{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"n": "1.0"}}""")!.AsObject();
        var change = HistoryChange.OfObject.Of(new ObjectAddress(KubernetesKind.ConfigMap, "dev", "a"), live, null);
        live["data"]!["n"] = "changed afterwards";

        var read = (HistoryChange.OfObject)RoundTrip(new HistoryRecord(s_at, s_stack, change)).Change;

        Assert.Equal("1.0", (string?)read.Before!["data"]!["n"]);
        Assert.Null(read.After);
        Assert.Equal("ConfigMap dev/a", read.Address!.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("[1]")]
    [InlineData("""{"at":"2026-11-22T07:30:01Z","by":{"of":"user","name":"me"},"change":{"of":"awsAuth","before":null,"after":null}}""")]
    [InlineData("""{"at":"2026-11-22T07:30:01Z","by":{"of":"robot"},"change":{"of":"awsAuth","before":null,"after":null}}""")]
    [InlineData("""{"at":"2026-11-22T07:30:01Z","by":null,"change":{"of":"awsAuth","before":null,"after":null}}""")]
    [InlineData("""{"at":"2026-11-22T07:30:01Z","by":{"of":"user","name":"me","command":"x"},"change":{"of":"node","before":null,"after":null}}""")]
    [InlineData("""{"at":"2026-11-22T07:30:01Z","by":{"of":"user","name":"me","command":"x"},"change":{"of":"object","apiVersion":"v1","kind":"Pod","namespace":null,"name":"a","before":null,"after":null}}""")]
    public void What_is_no_record_is_none(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Fastest))
            gzip.Write(Encoding.UTF8.GetBytes(text));

        Assert.Null(HistoryFormat.Read(buffer.ToArray()));
        Assert.Null(HistoryFormat.Read(Encoding.UTF8.GetBytes(text)));
    }

    [Fact]
    public void Keys_sort_by_time_and_are_keys_of_a_ConfigMap()
    {
        var key = HistoryFormat.Key(s_at, 0x9f31c2d4);

        Assert.Equal("20261122T073001.123Z-9f31c2d4", key);
        Assert.True(string.CompareOrdinal(key, HistoryFormat.Key(s_at.AddMilliseconds(1), 0)) < 0);
        Assert.Equal(key, HistoryFormat.Key(s_at.ToOffset(TimeSpan.FromHours(9)), 0x9f31c2d4));
    }

    [Fact]
    public void The_oldest_go_when_there_are_too_many_or_they_are_too_large()
    {
        Assert.Empty(HistoryBounds.Overflow(Records(HistoryBounds.MostRecords, 100)));
        Assert.Equal(["k00", "k01"], HistoryBounds.Overflow(Records(HistoryBounds.MostRecords + 2, 100)).Order());
        Assert.Equal(["k00"], HistoryBounds.Overflow(Records(3, HistoryBounds.LargestRecord)));
        Assert.Empty(HistoryBounds.Overflow(Records(2, HistoryBounds.LargestRecord)));

        static IEnumerable<KeyValuePair<string, int>> Records(int count, int bytes) =>
            Enumerable.Range(0, count).Select(number => KeyValuePair.Create($"k{number:00}", bytes));
    }

    private static HistoryRecord RoundTrip(HistoryRecord record)
    {
        var read = HistoryFormat.Read(HistoryFormat.Write(record));
        Assert.NotNull(read);
        return read;
    }

    private static string Text(byte[] record)
    {
        using var reader = new StreamReader(new GZipStream(new MemoryStream(record), CompressionMode.Decompress));
        return reader.ReadToEnd();
    }
}
