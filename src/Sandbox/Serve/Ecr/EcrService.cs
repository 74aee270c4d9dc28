using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.Clusters;

namespace EksIamCdk.Sandbox.Serve.Ecr;

/// <summary>ECR: which repositories the stacks have. There are no images.</summary>
internal sealed class EcrService(Cloud cloud) : IAwsService
{
    public string Name => "ecr";

    public Task<AwsAnswer> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var input = JsonProtocol.Read(request);
        return Task.FromResult(JsonProtocol.Result(JsonProtocol.Operation(request) switch
        {
            "DescribeRepositories" => Describe(request, input),
            var other => throw new AwsErrorException("InvalidAction", $"The sandbox does not serve {other} of ECR."),
        }));
    }

    public AwsAnswer Refuse(AwsErrorException error) => JsonProtocol.Error(error);

    public AwsErrorException Refusal(SignatureFault fault) => JsonProtocol.Refusal(fault);

    private JsonObject Describe(AwsRequest request, JsonObject input)
    {
        var (account, region) = (request.AccountId, request.Region);
        var known = cloud.Stacks.Where(stack => stack.Key.AccountId == account && stack.Key.Region == region)
            .SelectMany(stack => stack.Resources.Values)
            .Where(resource => resource is { Type: "AWS::ECR::Repository", PhysicalId: not null })
            .Select(resource => resource.PhysicalId!).Order(StringComparer.Ordinal).ToList();
        var wanted = (input["repositoryNames"] as JsonArray)?.Select(name => name!.ToString()).ToList() ?? known;
        if (wanted.Find(name => !known.Contains(name)) is { } missing)
            throw new AwsErrorException(
                "RepositoryNotFoundException",
                $"The repository with name '{missing}' does not exist in the registry with id '{account}'");
        return new JsonObject { ["repositories"] = new JsonArray([.. wanted.Select(name => Repository(account, region, name))]) };
    }

    private static JsonObject Repository(string account, string region, string name) => new()
    {
        ["repositoryName"] = name,
        ["registryId"] = account,
        ["repositoryArn"] = $"arn:{PseudoParameters.PartitionOf(region)}:ecr:{region}:{account}:repository/{name}",
        ["repositoryUri"] = $"{account}.dkr.ecr.{region}.amazonaws.com/{name}",
    };
}
