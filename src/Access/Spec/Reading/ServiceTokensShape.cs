using System.Text.Json.Nodes;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>A map of Regions to the ARN of the provider in each.</summary>
internal sealed class ServiceTokensShape : Shape<Items<RegionalServiceToken>>
{
    private static readonly WordShape s_arn = new(
        "the ARN of a Lambda function or an SNS topic",
        "arn:aws[a-z-]*:(lambda:[a-z0-9-]+:[0-9]{12}:function|sns:[a-z0-9-]+:[0-9]{12}):\\S+");

    public override Items<RegionalServiceToken>? Read(SpecNode node, string name, SpecProblems problems)
    {
        if (node is not SpecNode.Mapping map)
        {
            problems.Add(node.At, $"{name} is not a map", node.Description, "a map of Regions to ARNs");
            return null;
        }

        var tokens = new List<RegionalServiceToken>();
        foreach (var (key, value) in map.Pairs)
        {
            var region = Shapes.Region.Read(key, "a Region", problems);
            var arn = s_arn.Read(value, key.Text, problems);
            if (region is null || arn is null) continue;
            var place = arn.Text.Split(':')[3];
            if (place == region.Text) tokens.Add(new(region, arn));
            else problems.Add(arn, "CloudFormation calls a provider in its own Region only", $"an ARN of {region}");
        }

        return [.. tokens];
    }

    public override JsonObject Schema() => new() { ["type"] = "object", ["additionalProperties"] = s_arn.Schema() };
}
