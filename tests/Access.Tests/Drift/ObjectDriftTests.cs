using System.Text.Json.Nodes;
using EksIamCdk.Access.Diffs;
using EksIamCdk.Access.Drift;
using EksIamCdk.Access.Objects;
using EksIamCdk.Access.Ownership;

namespace EksIamCdk.Access.Tests.Drift;

public sealed class ObjectDriftTests
{
    private static readonly Owner s_owner = new("arn:aws:cloudformation:eu-west-1:111122223333:stack/team/0001", "Thing");

    [Fact]
    public void An_object_as_it_was_declared_has_no_drift_whatever_the_server_and_others_say_besides()
    {
        var live = Applied("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"dev","labels":{"team":"a"}}}""");
        live["metadata"]!["labels"]!["kubernetes.io/metadata.name"] = "dev";
        live["spec"] = new JsonObject { ["finalizers"] = new JsonArray("kubernetes") };

        Assert.IsType<ObjectDrift.AsDeclared>(ObjectDrift.Of(KubernetesKind.Namespace, live));
    }

    [Fact]
    public void A_role_with_a_rule_more_deviates_line_by_line()
    {
        var live = Applied(
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"Role","metadata":{"name":"r","namespace":"dev"},"rules":[{"apiGroups":[""],"resources":["pods"],"verbs":["get"]}]}""");
        live["rules"]!.AsArray().Add(JsonNode.Parse("""{"apiGroups":["*"],"resources":["*"],"verbs":["*"]}"""));

        var deviation = Deviation(KubernetesKind.Role, live);

        Assert.Equal((s_owner, "Role dev/r"), (deviation.Owner, deviation.Target));
        Assert.Equal(
            ["+  - apiGroups:", "+      - *", "+    resources:", "+      - *", "+    verbs:", "+      - *"],
            deviation.Difference.Where(line => line.Change != LineChange.Same).Select(line => $"{" +-"[(int)line.Change]}{line.Line.TrimEnd('\n')}"));
        Assert.NotNull(deviation.Manifest);
    }

    [Fact]
    public void A_subject_less_and_a_role_that_is_another_deviate()
    {
        var live = Applied(
            """{"apiVersion":"rbac.authorization.k8s.io/v1","kind":"RoleBinding","metadata":{"name":"b","namespace":"dev"},"subjects":[{"kind":"Group","name":"g"},{"kind":"User","name":"u","namespace":""}],"roleRef":{"apiGroup":"rbac.authorization.k8s.io","kind":"ClusterRole","name":"view"}}""");
        live["subjects"]![0]!["apiGroup"] = "rbac.authorization.k8s.io";
        live["subjects"]![1]!.AsObject().Remove("namespace");
        Assert.IsType<ObjectDrift.AsDeclared>(ObjectDrift.Of(KubernetesKind.RoleBinding, live));

        live["subjects"]!.AsArray().RemoveAt(1);
        live["roleRef"]!["name"] = "edit";

        var lines = Deviation(KubernetesKind.RoleBinding, live).Difference;
        Assert.Contains((LineChange.Added, "  name: edit\n"), lines);
        Assert.Contains((LineChange.Removed, "    name: u\n"), lines);
    }

    [Theory]
    [InlineData("""{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q","namespace":"dev"},"spec":{"hard":{"cpu":"1000m","pods":10}}}""", "spec.hard.cpu=1;spec.hard.pods=10")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"q","namespace":"dev","labels":{}},"binaryData":{"b":"AAEC"}}""", "binaryData.b=AAE\nC")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"q","namespace":"dev"},"data":{"e":""}}""", "")]
    public void What_the_API_server_writes_otherwise_is_no_drift(string manifest, string stored)
    {
        var live = Applied(manifest);
        foreach (var change in stored.Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var (path, value) = (change.Split('=')[0].Split('.'), change.Split('=')[1]);
            path.SkipLast(1).Aggregate((JsonNode)live, (node, member) => node[member]!)[path[^1]] = value;
        }

        Assert.IsType<ObjectDrift.AsDeclared>(ObjectDrift.Of(Kind(live), live));
    }

    [Fact]
    public void A_quota_that_was_raised_deviates()
    {
        var live = Applied("""{"apiVersion":"v1","kind":"ResourceQuota","metadata":{"name":"q","namespace":"dev"},"spec":{"hard":{"cpu":"1"}}}""");
        live["spec"]!["hard"]!["cpu"] = "1500m";

        Assert.Contains((LineChange.Added, "    cpu: 1500m\n"), Deviation(KubernetesKind.ResourceQuota, live).Difference);
    }

    [Fact]
    public void Secrets_that_a_controller_lists_at_a_service_account_are_no_drift()
    {
        var live = Applied("""{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"s","namespace":"dev"},"imagePullSecrets":[{"name":"ours"}]}""");
        live["imagePullSecrets"]!.AsArray().Insert(0, new JsonObject { ["name"] = "theirs" });

        Assert.IsType<ObjectDrift.AsDeclared>(ObjectDrift.Of(KubernetesKind.ServiceAccount, live));
        live["imagePullSecrets"]!.AsArray().RemoveAt(1);
        Deviation(KubernetesKind.ServiceAccount, live);
    }

    [Fact]
    public void A_changed_Secret_deviates_without_a_value_being_told_and_cannot_be_put_back()
    {
        var live = Applied("""{"apiVersion":"v1","kind":"Secret","metadata":{"name":"s","namespace":"dev"},"data":{"a":"b25l","b":"dHdv","c":"dGhyZWU="}}""");
        Assert.IsType<ObjectDrift.AsDeclared>(ObjectDrift.Of(KubernetesKind.Secret, live));
        live["data"]!["a"] = "Y2hhbmdlZA==";
        live["data"]!.AsObject().Remove("b");

        var deviation = Deviation(KubernetesKind.Secret, live);

        Assert.Null(deviation.Manifest);
        Assert.Equal(
            ["-  a: (kept as a hash only)", "-  b: (kept as a hash only)", "+  a: (another value)"],
            deviation.Difference.Where(line => line.Change != LineChange.Same).Select(line => $"{" +-"[(int)line.Change]}{line.Line.TrimEnd('\n')}"));
        Assert.All(new[] { "b25l", "dHdv", "dGhyZWU", "Y2hhbmdlZA" }, value => Assert.DoesNotContain(value, deviation.Declared + deviation.Live, StringComparison.Ordinal));
    }

    [Fact]
    public void Texts_of_several_lines_are_compared_line_by_line()
    {
        var live = Applied("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"c","namespace":"dev"},"data":{"f":"one\ntwo\n"}}""");
        live["data"]!["f"] = "one\nTWO\n";

        Assert.Contains((LineChange.Added, "    TWO\n"), Deviation(KubernetesKind.ConfigMap, live).Difference);
    }

    [Fact]
    public void An_object_of_nobody_is_not_looked_at_and_one_of_an_older_version_is_not_known()
    {
        var live = Applied("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"dev"}}""");
        live["metadata"]!["annotations"]!.AsObject().Remove(ObjectAnnotations.Declared);
        Assert.Equal(s_owner, Assert.IsType<ObjectDrift.NotKnown>(ObjectDrift.Of(KubernetesKind.Namespace, live)).Owner);

        live["metadata"]!.AsObject().Remove("annotations");
        Assert.IsType<ObjectDrift.NotOurs>(ObjectDrift.Of(KubernetesKind.Namespace, live));
    }

    [Theory]
    [InlineData(ObjectAnnotations.Owner, "nonsense")]
    [InlineData(ObjectAnnotations.Declared, "{")]
    [InlineData(ObjectAnnotations.Declared, """{"kind":"Namespace","metadata":{"name":"another"}}""")]
    public void Annotations_that_cannot_be_read_are_told(string annotation, string text)
    {
        var live = Applied("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"dev"}}""");
        live["metadata"]!["annotations"]![annotation] = text;

        Assert.IsType<ObjectDrift.Unreadable>(ObjectDrift.Of(KubernetesKind.Namespace, live));
    }

    private static Deviation.OfObject Deviation(KubernetesKind kind, JsonObject live) =>
        Assert.IsType<ObjectDrift.Deviates>(ObjectDrift.Of(kind, live)).Deviation;

    private static KubernetesKind Kind(JsonObject live) => KubernetesKind.Supported.Single(kind => kind.Kind == (string?)live["kind"]);

    private static JsonObject Applied(string manifest)
    {
        var wanted = Manifest.Parse("Manifest", manifest, [], out _) ?? throw new ArgumentException(manifest);
        var live = Assert.IsType<ObjectDecision.Apply>(ObjectOwnership.Declare(null, wanted, s_owner, OnConflict.Fail, null)).Body;
        live["metadata"]!["uid"] = "uid-1";
        live["metadata"]!["resourceVersion"] = "7";
        return live;
    }
}
