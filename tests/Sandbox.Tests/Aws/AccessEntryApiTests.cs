using System.Text.Json.Nodes;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.Sandbox.Tests.CloudFormation;

namespace EksIamCdk.Sandbox.Tests.Aws;

/// <summary>Access entries by the API of EKS, as the code of functions calls it, and by the native resource; both see the same ones.</summary>
public sealed class AccessEntryApiTests : IAsyncLifetime
{
    private const string Developer = "arn:aws:iam::111122223333:role/team/Developer";
    private const string Session = "arn:aws:sts::111122223333:assumed-role/Developer/alice@example.com";
    private const string View = "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy";

    private readonly HeldTime _time = new();
    private SandboxSession _session = null!;
    private AwsEnvironment _aws = null!;

    public async Task InitializeAsync()
    {
        _session = await SandboxSession.StartAsync(
            new SandboxOptions { Time = _time, AccessEntryDelay = TimeSpan.FromSeconds(5) }, default);
        var credentials = _session.Identity.CredentialsFor("arn:aws:iam::111122223333:user/admin");
        _aws = new AwsEnvironment { Credentials = () => credentials, EksEndpoint = _session.AwsEndpointUrl, StsEndpoint = _session.AwsEndpointUrl };
    }

    [Fact]
    public async Task An_entry_has_what_it_was_made_with_and_what_EKS_chose()
    {
        await OkAsync(HttpMethod.Post, "", $$$"""{"principalArn": "{{{Developer}}}", "kubernetesGroups": ["devs"], "tags": {"team": "a b/c"}}""");
        var entry = (await OkAsync(HttpMethod.Get, Path(Developer)))["accessEntry"]!;

        Assert.Equal(
            ("STANDARD", "arn:aws:sts::111122223333:assumed-role/Developer/{{SessionName}}", "devs", "a b/c"),
            ((string?)entry["type"], (string?)entry["username"], (string?)entry["kubernetesGroups"]![0], (string?)entry["tags"]!["team"]));
        Assert.StartsWith("arn:aws:eks:eu-west-1:111122223333:access-entry/demo/role/111122223333/Developer/", (string?)entry["accessEntryArn"], StringComparison.Ordinal);
        Assert.Equal([Developer], (await OkAsync(HttpMethod.Get, ""))["accessEntries"]!.AsArray().Select(arn => (string?)arn));
    }

    [Fact]
    public async Task A_change_is_seen_by_EKS_at_once_and_by_the_cluster_after_a_while()
    {
        await CreateAsync();
        var atOnce = await WhoAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        var later = await WhoAsync();
        await OkAsync(HttpMethod.Post, Path(Developer), """{"kubernetesGroups": ["ops"]}""");
        var groups = (await OkAsync(HttpMethod.Get, Path(Developer)))["accessEntry"]!["kubernetesGroups"]!.ToJsonString();
        var before = await WhoAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        var changed = await WhoAsync();
        await OkAsync(HttpMethod.Delete, Path(Developer));
        var still = await WhoAsync();
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Null(atOnce);
        Assert.Equal("devs", later);
        Assert.Equal("""["ops"]""", groups);
        Assert.Equal(("devs", "ops", "ops"), (before, changed, still));
        Assert.Null(await WhoAsync());
    }

    [Fact]
    public async Task Tags_come_and_go_by_the_ARN_of_the_entry()
    {
        await CreateAsync();
        var arn = (string?)(await OkAsync(HttpMethod.Get, Path(Developer)))["accessEntry"]!["accessEntryArn"];
        using var connector = new ClusterConnector(_aws, _time);
        var cluster = new ClusterReference { Name = "demo", Region = "eu-west-1" };

        var tags = new JsonObject { ["tags"] = new JsonObject { ["a:b"] = "1", ["c d"] = "2", ["e"] = "3" } };
        Assert.IsType<EksAnswer.Ok>(await connector.CallEks(cluster, new("TagResource", HttpMethod.Post, "", tags) { Tagged = arn }, default));
        Assert.IsType<EksAnswer.Ok>(await connector.CallEks(
            cluster, new("UntagResource", HttpMethod.Delete, "") { Tagged = arn, Query = [new("tagKeys", "c d"), new("tagKeys", "a:b")] }, default));

        Assert.Equal("""{"e":"3"}""", (await OkAsync(HttpMethod.Get, Path(Developer)))["accessEntry"]!["tags"]!.ToJsonString());
    }

    [Fact]
    public async Task A_policy_is_there_once_with_the_scope_that_was_given_last()
    {
        await CreateAsync();
        await OkAsync(HttpMethod.Post, $"{Path(Developer)}/access-policies", $$"""{"policyArn": "{{View}}", "accessScope": {"type": "cluster"} }""");
        await OkAsync(
            HttpMethod.Post, $"{Path(Developer)}/access-policies",
            $$"""{"policyArn": "{{View}}", "accessScope": {"type": "namespace", "namespaces": ["dev-*"]} }""");
        var there = (await OkAsync(HttpMethod.Get, $"{Path(Developer)}/access-policies"))["associatedAccessPolicies"]!.AsArray();
        await OkAsync(HttpMethod.Delete, $"{Path(Developer)}/access-policies/{Uri.EscapeDataString(View)}");
        var gone = (await OkAsync(HttpMethod.Get, $"{Path(Developer)}/access-policies"))["associatedAccessPolicies"]!.AsArray();

        Assert.Equal("""["dev-*"]""", Assert.Single(there)!["accessScope"]!["namespaces"]!.ToJsonString());
        Assert.Empty(gone);
    }

    [Theory]
    [InlineData("POST", "", """{"principalArn": "arn:aws:iam::111122223333:role/team/Developer"}""", 409, "ResourceInUseException")]
    [InlineData("POST", "", """{"principalArn": "arn:aws:iam::111122223333:role/Gone"}""", 400, "InvalidParameterException")]
    [InlineData("POST", "", """{"principalArn": "arn:aws:iam::444455556666:role/Node", "type": "EC2_LINUX"}""", 400, "InvalidParameterException")]
    [InlineData("POST", "", """{"principalArn": "arn:aws:iam::111122223333:role/A", "username": "aws:me"}""", 400, "InvalidParameterException")]
    [InlineData("POST", "", """{"principalArn": "arn:aws:iam::111122223333:role/A", "tags": {"a": "{}"}}""", 400, "InvalidParameterException")]
    [InlineData("GET", "/arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2FA", "", 404, "ResourceNotFoundException")]
    [InlineData("POST", "/arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fteam%2FDeveloper", """{"kubernetesGroups": ["system:masters"]}""", 400, "InvalidParameterException")]
    [InlineData("DELETE", "/arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2Fteam%2FDeveloper/access-policies/arn%3Aaws%3Aeks%3A%3Aaws%3Acluster-access-policy%2FAmazonEKSViewPolicy", "", 404, "ResourceNotFoundException")]
    public async Task What_EKS_refuses_is_refused(string method, string path, string body, int status, string code)
    {
        await CreateAsync();
        _session.Iam.Delete("arn:aws:iam::111122223333:role/Gone");

        var refused = Assert.IsType<AwsFault.Refused>(Assert.IsType<EksAnswer.Failed>(await CallAsync(new HttpMethod(method), path, body)).Failure.Fault);

        Assert.Equal((status, code), (refused.Status, refused.Code));
    }

    [Fact]
    public async Task An_entry_of_a_role_that_was_made_anew_is_dead()
    {
        await CreateAsync();
        _time.Advance(TimeSpan.FromSeconds(5));
        var alive = await WhoAsync();
        _session.Iam.Delete(Developer);
        _session.Iam.Create(Developer);
        var dead = await WhoAsync();
        await OkAsync(HttpMethod.Delete, Path(Developer));
        await CreateAsync();
        _time.Advance(TimeSpan.FromSeconds(5));

        Assert.Equal(("devs", null, "devs"), (alive, dead, await WhoAsync()));
    }

    [Fact]
    public async Task The_native_resource_finds_an_entry_that_is_there_in_its_way_and_its_update_rolls_back()
    {
        await CreateAsync();
        var inTheWay = await DeployAsync("taken", Entry("devs"));
        await OkAsync(HttpMethod.Delete, Path(Developer));
        await DeployAsync("free", Entry("devs"));
        var role = """, "Bad": {"Type": "AWS::IAM::Role", "DependsOn": "Entry", "Properties": {"AssumeRolePolicyDocument": {}}}""";
        var failed = await DeployAsync("free", Entry("ops") + role, "Bad");
        var groups = (await OkAsync(HttpMethod.Get, Path(Developer)))["accessEntry"]!["kubernetesGroups"]!.ToJsonString();

        Assert.Contains("already in use on this cluster", inTheWay.Events.First(e => e.Status == "CREATE_FAILED").Reason, StringComparison.Ordinal);
        Assert.Equal("UPDATE_ROLLBACK_COMPLETE", failed.StackStatus);
        Assert.Equal("""["devs"]""", groups);
    }

    public async Task DisposeAsync() => await _session.DisposeAsync();

    private static string Path(string principal) => $"/{Uri.EscapeDataString(principal)}";

    private static string Entry(string group) =>
        $$""" "Entry": {"Type": "AWS::EKS::AccessEntry", "Properties": {"ClusterName": "demo", "PrincipalArn": "{{Developer}}", "KubernetesGroups": ["{{group}}"]} } """;

    private Task<SandboxResult> DeployAsync(string stack, string resources, params string[] failAt) => _session.DeployAsync(
        new DeployRequest { TemplateText = $"{{\"Resources\": {{ {resources} }} }}", StackName = stack, FailAt = failAt.ToHashSet() }, default);

    private Task<JsonObject> CreateAsync() => OkAsync(HttpMethod.Post, "", $$"""{"principalArn": "{{Developer}}", "kubernetesGroups": ["devs"]}""");

    private async Task<string?> WhoAsync()
    {
        var token = EksToken.Create(_session.Identity.CredentialsFor(Session), "eu-west-1", "demo", _time.GetUtcNow());
        return (await _session.AuthenticatorOf(_session.Here("demo"))(token, default))?.Groups.Single();
    }

    private async Task<JsonObject> OkAsync(HttpMethod method, string path, string body = "") =>
        Assert.IsType<EksAnswer.Ok>(await CallAsync(method, path, body)).Body;

    private async Task<EksAnswer> CallAsync(HttpMethod method, string path, string body)
    {
        using var connector = new ClusterConnector(_aws, _time);
        return await connector.CallEks(
            new ClusterReference { Name = "demo", Region = "eu-west-1" },
            new EksCall("Any", method, $"/access-entries{path}", body.Length == 0 ? null : JsonNode.Parse(body)!.AsObject()),
            default);
    }
}
