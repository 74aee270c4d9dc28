using System.Text.Json.Nodes;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Inspection.Snapshots;

/// <summary>The trust policies of the roles that the app makes of a spec.</summary>
internal static class SpecTrust
{
    public static JsonObject OfArns(TrustSpec trust)
    {
        var conditions = new JsonObject();
        if (trust.ExternalId is { } id) conditions["StringEquals"] = new JsonObject { ["sts:ExternalId"] = id.Text };
        if (trust.Mfa) conditions["Bool"] = new JsonObject { ["aws:MultiFactorAuthPresent"] = "true" };
        return Document(new JsonObject { ["AWS"] = SpecState.Array(trust.Arns.Select(arn => arn.Value.Full)) }, ["sts:AssumeRole"], conditions);
    }

    /// <summary>For exactly one service account, by a token of the cluster's issuer.</summary>
    public static JsonObject OfServiceAccount(SpecPlace place, string issuer, string inNamespace, string name)
    {
        var host = issuer.Replace("https://", "", StringComparison.Ordinal);
        return Document(
            new JsonObject { ["Federated"] = $"arn:{place.Partition}:iam::{place.AccountId}:oidc-provider/{host}" },
            ["sts:AssumeRoleWithWebIdentity"],
            new JsonObject
            {
                ["StringEquals"] = new JsonObject { [$"{host}:aud"] = "sts.amazonaws.com", [$"{host}:sub"] = $"system:serviceaccount:{inNamespace}:{name}" },
            });
    }

    /// <summary>For exactly one service account, by the agent of Pod Identity.</summary>
    public static JsonObject OfPods(string inNamespace, string name) => Document(
        new JsonObject { ["Service"] = "pods.eks.amazonaws.com" },
        ["sts:AssumeRole", "sts:TagSession"],
        new JsonObject
        {
            ["StringEquals"] = new JsonObject
            {
                ["aws:RequestTag/kubernetes-namespace"] = inNamespace,
                ["aws:RequestTag/kubernetes-service-account"] = name,
            },
        });

    private static JsonObject Document(JsonObject principal, string[] actions, JsonObject conditions)
    {
        var statement = new JsonObject { ["Effect"] = "Allow", ["Principal"] = principal, ["Action"] = SpecState.Array(actions) };
        if (conditions.Count > 0) statement["Condition"] = conditions;
        return new() { ["Version"] = "2012-10-17", ["Statement"] = new JsonArray(statement) };
    }
}
