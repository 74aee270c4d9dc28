using System.Text.Json.Nodes;

namespace EksIamCdk.Bench.Contest.Entrants;

/// <summary>The published function.</summary>
/// <param name="name">As the report calls it.</param>
/// <param name="command">What starts one process.</param>
/// <param name="cluster">The property <c>Cluster</c> of every event.</param>
internal sealed class FunctionEntrant(string name, IReadOnlyList<string> command, JsonObject cluster) : Entrant
{
    public override string Name => name;

    public override IReadOnlyList<string> Command(string folder) => command;

    public override IReadOnlyDictionary<string, string> Variables(string folder) =>
        new Dictionary<string, string> { ["EKSIAM_ROLE_ARN"] = "arn:aws:iam::111122223333:role/eks-iam-cdk" };

    public override JsonObject Make(Change change, int number) => change switch
    {
        Change.AwsAuth => Entry("Create", number, Things.Role(number), "dev:{{SessionName}}", "devs"),
        _ => Binding("Create", number, Things.Binding(number)),
    };

    public override JsonObject TakeBack(Change change, int number, Outcome made)
    {
        var request = Make(change, number);
        request["RequestType"] = "Delete";
        request["PhysicalResourceId"] = made.PhysicalId;
        return request;
    }

    public override Outcome Read(InvocationReport end, JsonObject? put) => put is null
        ? new Outcome(false, end.Body, null)
        : new Outcome((string?)put["Status"] == "SUCCESS", (string?)put["Reason"] ?? "", (string?)put["PhysicalResourceId"]);

    public JsonObject Entry(string requestType, int number, string role, string username, params string[] groups) => Request(
        requestType, "Custom::EksAwsAuthEntry", $"Entry{number}",
        Properties(new JsonObject { ["RoleArn"] = role, ["Username"] = username, ["Groups"] = new JsonArray([.. groups.Select(group => JsonValue.Create(group))]) }),
        stack: $"bench{number}");

    public JsonObject Binding(string requestType, int number, JsonObject manifest) => Request(
        requestType, "Custom::EksKubernetesObject", $"Binding{number}", Properties(new JsonObject { ["Manifest"] = manifest.ToJsonString() }));

    private JsonObject Properties(JsonObject own)
    {
        own["ServiceToken"] = "arn:aws:lambda:eu-central-1:111122223333:function:eks-iam-cdk";
        own["Cluster"] = cluster.DeepClone();
        return own;
    }
}
