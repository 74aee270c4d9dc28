using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;

namespace EksIamCdk.Sandbox.Serve.Ssm;

/// <summary>SSM: the Parameter Store, which tells the CDK CLI the version of its bootstrap stack.</summary>
internal sealed class SsmService(ParameterStore parameters) : IAwsService
{
    public string Name => "ssm";

    public Task<AwsAnswer> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var input = JsonProtocol.Read(request);
        return Task.FromResult(JsonProtocol.Result(JsonProtocol.Operation(request) switch
        {
            "GetParameter" => new JsonObject { ["Parameter"] = Describe(Existing(Key(request, Text(input, "Name")))) },
            "GetParameters" => Several(request, input),
            "PutParameter" => Put(Key(request, Text(input, "Name")), input),
            "DeleteParameter" => Delete(Key(request, Text(input, "Name"))),
            var other => throw new AwsErrorException("InvalidAction", $"The sandbox does not serve {other} of SSM."),
        }));
    }

    public AwsAnswer Refuse(AwsErrorException error) => JsonProtocol.Error(error);

    public AwsErrorException Refusal(SignatureFault fault) => JsonProtocol.Refusal(fault);

    private static RegionalName Key(AwsRequest request, string name) => new(request.AccountId, request.Region, name);

    private static string Text(JsonObject input, string name) => (string?)input[name] is { Length: > 0 } text
        ? text
        : throw new AwsErrorException(
            "ValidationException",
            $"1 validation error detected: Value at '{name}' failed to satisfy constraint: Member must not be null");

    private StoredParameter Existing(RegionalName key) => parameters.Find(key)
        ?? throw new AwsErrorException("ParameterNotFound", $"Parameter {key.Name} not found.");

    private JsonObject Several(AwsRequest request, JsonObject input)
    {
        var (found, missing) = (new JsonArray(), new JsonArray());
        foreach (var name in (input["Names"] as JsonArray ?? []).Select(name => name!.ToString()))
        {
            if (parameters.Find(Key(request, name)) is { } parameter)
                found.Add((JsonNode)Describe(parameter));
            else
                missing.Add((JsonNode)name);
        }
        return new JsonObject { ["Parameters"] = found, ["InvalidParameters"] = missing };
    }

    private JsonObject Put(RegionalName key, JsonObject input)
    {
        if (!parameters.Put(key, (string?)input["Type"] ?? "String", Text(input, "Value"), (bool?)input["Overwrite"] ?? false))
            throw new AwsErrorException(
                "ParameterAlreadyExists",
                "The parameter already exists. To overwrite this value, set the overwrite option in the request to true.");
        return new JsonObject { ["Version"] = Existing(key).Version, ["Tier"] = "Standard" };
    }

    private JsonObject Delete(RegionalName key) => parameters.Delete(key)
        ? []
        : throw new AwsErrorException("ParameterNotFound", $"Parameter {key.Name} not found: none, or a stack's.");

    private static JsonObject Describe(StoredParameter parameter)
    {
        var (account, region, name) = parameter.Key;
        return new JsonObject
        {
            [nameof(Name)] = name,
            ["Type"] = parameter.Type,
            ["Value"] = parameter.Value,
            ["Version"] = parameter.Version,
            ["LastModifiedDate"] = parameter.Modified.ToUnixTimeMilliseconds() / 1000.0,
            ["ARN"] = $"arn:{PseudoParameters.PartitionOf(region)}:ssm:{region}:{account}:parameter{(name[0] == '/' ? "" : "/")}{name}",
            ["DataType"] = "text",
        };
    }
}
