using System.Text.Json.Nodes;

namespace EksIamCdk.Bench.Contest.Entrants;

/// <summary>The kubectl handler of aws-cdk-lib's aws-eks, in Python, with kubectl and the AWS CLI of its layers.</summary>
/// <param name="parts">Where bench/race laid them out.</param>
internal sealed class PeerEntrant(PeerParts parts) : Entrant
{
    public override string Name => "kubectl handler";

    public override IReadOnlyList<string> Command(string folder) => [parts.Python, Path.Combine(AppContext.BaseDirectory, "Peer", "host.py"), parts.Handler];

    // In Lambda there is no home to keep kubectl's discovery in between calls; here there is, in its favour.
    public override IReadOnlyDictionary<string, string> Variables(string folder) => new Dictionary<string, string>
    {
        ["PATH"] = $"{Path.Combine(parts.Layers, "kubectl")}:{Path.Combine(parts.Layers, "awscli")}:{Environment.GetEnvironmentVariable("PATH")}",
        ["HOME"] = folder,
        ["TEST_OUTDIR"] = folder,
        ["AWS_STS_REGIONAL_ENDPOINTS"] = "regional",
    };

    public override JsonObject Make(Change change, int number) => change switch
    {
        Change.AwsAuth => AwsAuth("Create", [Things.Role(number)]),
        _ => Manifest("Create", Things.Binding(number)),
    };

    public override JsonObject TakeBack(Change change, int number, Outcome made) => change switch
    {
        Change.AwsAuth => AwsAuth("Update", []),
        _ => Manifest("Delete", Things.Binding(number)),
    };

    public override Outcome Read(InvocationReport end, JsonObject? put) => new(
        end.Succeeded, end.Succeeded ? "" : (string?)JsonNode.Parse(end.Body)?["errorMessage"] ?? end.Body, null);

    /// <summary>What the construct AwsAuth synthesises: the whole map as the app knows it, each section one line of JSON, applied over what is there.</summary>
    /// <param name="roles">Beside that of the nodes.</param>
    public static JsonObject AwsAuth(string requestType, IEnumerable<string> roles, bool nodes = true)
    {
        IEnumerable<JsonNode> mapped = roles.Select(role => Mapping(role, "dev:{{SessionName}}", "devs"));
        if (nodes) mapped = mapped.Prepend(Mapping(Things.NodeRole, Things.NodeUsername, "system:bootstrappers", "system:nodes"));
        var map = Things.AwsAuth(new JsonArray([.. mapped]).ToJsonString(), "[]");
        map["data"]!["mapAccounts"] = "[]";
        return Manifest(requestType, map, overwrite: true);
    }

    public static JsonObject Manifest(string requestType, JsonObject manifest, bool overwrite = false)
    {
        var properties = new JsonObject
        {
            ["ServiceToken"] = "arn:aws:lambda:eu-central-1:111122223333:function:provider",
            ["ClusterName"] = Things.ClusterName,
            ["RoleArn"] = "arn:aws:iam::111122223333:role/creator",
            ["Manifest"] = new JsonArray(manifest.DeepClone()).ToJsonString(),
        };
        if (overwrite) properties["Overwrite"] = "true";
        return Request(requestType, "Custom::AWSCDK-EKS-KubernetesResource", "Manifest", properties);
    }

    private static JsonObject Mapping(string role, string username, params string[] groups) => new()
    {
        ["rolearn"] = role,
        ["username"] = username,
        ["groups"] = new JsonArray([.. groups.Select(group => JsonValue.Create(group))]),
    };
}

/// <summary>The installed parts of the peer.</summary>
internal sealed class PeerParts(string folder)
{
    private readonly string _modules = Path.Combine(folder, "node_modules");

    /// <summary>The folder of index.py.</summary>
    public string Handler => Path.Combine(_modules, "aws-cdk-lib", "custom-resource-handlers", "dist", "aws-eks", "kubectl-handler");

    /// <summary>What Lambda lays under /opt.</summary>
    public string Layers => Path.Combine(folder, "opt");

    public string Python => File.ReadAllText(Path.Combine(folder, "python")).Trim();

    public IReadOnlyList<string> LayerZips =>
        [.. Directory.GetFiles(Path.Combine(_modules, "@aws-cdk"), "layer.zip", SearchOption.AllDirectories).Where(zip => !zip.Contains("node-proxy", StringComparison.Ordinal)).Order()];

    public string VersionOf(string package) => (string?)JsonNode.Parse(File.ReadAllText(Path.Combine(_modules, package, "package.json")))!["version"] ?? "";
}
