using EksIamCdk.Access.History;
using EksIamCdk.Access.Objects;
using EksIamCdk.ClusterApi.History;
using EksIamCdk.ClusterApi.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.ApiContract;

/// <summary>The history of a cluster, in the cluster.</summary>
public abstract partial class ApiServerContract
{
    [Fact]
    public async Task Writers_at_the_same_time_all_get_their_record_in()
    {
        await Admin.DeleteAsync(HistoryFormat.Address.Path);
        using var api = AdminApi();
        var store = new HistoryStore(api);

        var added = await Task.WhenAll(Enumerable.Range(0, 12).Select(number => store.AddAsync(NumberedRecord(number), CancellationToken.None)));

        Assert.All(added, addition => Assert.IsType<HistoryAddition.Kept>(addition));
        var read = Assert.IsType<HistoryReading.Read>(await store.ReadAsync(CancellationToken.None));
        Assert.Equal(Enumerable.Range(0, 12).Reverse(), read.Records.Select(NumberOf));
    }

    [Fact]
    public async Task The_oldest_records_make_way()
    {
        await Admin.DeleteAsync(HistoryFormat.Address.Path);
        using var api = AdminApi();
        var store = new HistoryStore(api);

        for (var number = 0; number < HistoryBounds.MostRecords + 3; number++)
            await store.AddAsync(NumberedRecord(number), CancellationToken.None);

        var read = Assert.IsType<HistoryReading.Read>(await store.ReadAsync(CancellationToken.None));
        Assert.Equal(Enumerable.Range(3, HistoryBounds.MostRecords).Reverse(), read.Records.Select(NumberOf));
    }

    [Fact]
    public async Task What_somebody_else_put_into_the_history_stays_and_is_no_record()
    {
        await Admin.DeleteAsync(HistoryFormat.Address.Path);
        (await Admin.CreateAsync(
            HistoryFormat.Address.CollectionPath,
            """{"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "eks-iam-cdk-history", "labels": {"kept": "yes"}}, "binaryData": {"a": "AAAA"}}""")).Expect(201);
        using var api = AdminApi();
        var store = new HistoryStore(api);

        var added = Assert.IsType<HistoryAddition.Kept>(await store.AddAsync(NumberedRecord(1), CancellationToken.None));

        Assert.Equal("yes", (string?)added.History["metadata"]!["labels"]!["kept"]);
        var read = Assert.IsType<HistoryReading.Read>(await store.ReadAsync(CancellationToken.None));
        Assert.Equal(["a"], read.Records.Where(kept => kept.Record is null).Select(kept => kept.Key));
        Assert.Equal([1], read.Records.Where(kept => kept.Record is not null).Select(NumberOf));
    }

    private KubernetesApi AdminApi() => new(
        new KubernetesEndpoint
        {
            Address = new Uri(backend.Endpoint),
            Authority = CertificateAuthority.Parse(backend.CertificateAuthorityData)!,
            Token = () => backend.AdminToken,
        },
        TimeProvider.System);

    private static HistoryRecord NumberedRecord(int number) => new(
        new DateTimeOffset(2026, 11, 22, 7, 30, number, TimeSpan.Zero),
        new HistoryAuthor.OfUser("test", "restore"),
        HistoryChange.OfObject.Of(new ObjectAddress(KubernetesKind.ConfigMap, "dev", $"{number}"), null, null));

    private static int NumberOf(KeptRecord kept) => int.Parse(((HistoryChange.OfObject)kept.Record!.Change).Name, System.Globalization.CultureInfo.InvariantCulture);
}
