using System.Diagnostics;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Ownership.AccessEntries;
using EksIamCdk.Access.Principals;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.MappingLambda.Protocol;

namespace EksIamCdk.MappingLambda.Reconciliation;

/// <summary>The calls of EKS about one access entry. <see href="https://docs.aws.amazon.com/eks/latest/APIReference/API_Operations.html"/></summary>
internal sealed class AccessEntryCalls(ClusterConnector clusters, ClusterReference cluster, PrincipalArn principal, Progress progress)
{
    private readonly string _about = $"the access entry of {principal}";
    private readonly string _path = $"/access-entries/{Uri.EscapeDataString(principal.Full)}";

    /// <returns>The entry, or null when there is none, which a cluster that is not there has neither; or what failed.</returns>
    public async Task<(LiveAccessEntry? Live, StepFailure.AtAws? Failed)> ReadAsync(CancellationToken cancellationToken)
    {
        switch (await CallAsync(new("DescribeAccessEntry", HttpMethod.Get, _path), cancellationToken))
        {
            case EksAnswer.Ok { Body: var body }:
                var (policies, failed) = await ReadPoliciesAsync(cancellationToken);
                return policies is null ? (null, failed) : (AccessEntryJson.Read(body, policies), null);
            case EksAnswer.Failed { Failure: var failure }:
                return (null, IsNotFound(failure) ? null : failure);
            default:
                throw new UnreachableException();
        }
    }

    /// <returns>Null when it is done, or when what it is to take away is gone.</returns>
    public async Task<StepFailure.AtAws?> DoAsync(AccessEntryStep step, string? arn, CancellationToken cancellationToken)
    {
        var answer = await CallAsync(CallOf(step, arn), cancellationToken);
        return answer is EksAnswer.Failed { Failure: var failure }
            && !(step is AccessEntryStep.Delete or AccessEntryStep.Disassociate or AccessEntryStep.Untag && IsNotFound(failure))
                ? failure
                : null;
    }

    /// <summary>Since when there is the principal; null where nobody tells. A name of another account is never looked up in this one.</summary>
    public async Task<DateTimeOffset?> PrincipalSinceAsync(LiveAccessEntry live, CancellationToken cancellationToken)
    {
        if (live.Arn.Split(':').ElementAtOrDefault(4) != principal.AccountId)
            return null;
        progress.Step = $"ask IAM since when there is {principal}";
        return (await clusters.Principal(cluster, principal, cancellationToken))?.Created;
    }

    public static bool IsNotFound(StepFailure failure) => failure is StepFailure.AtAws { Fault: AwsFault.Refused { Status: 404 } };

    private async Task<(IReadOnlyList<PolicyAssociation>? Policies, StepFailure.AtAws? Failed)> ReadPoliciesAsync(CancellationToken cancellationToken)
    {
        var policies = new List<PolicyAssociation>();
        string? next = null;
        do
        {
            var call = new EksCall("ListAssociatedAccessPolicies", HttpMethod.Get, $"{_path}/access-policies")
            {
                Query = next is null ? [] : [new("nextToken", next)],
            };
            switch (await CallAsync(call, cancellationToken))
            {
                case EksAnswer.Ok { Body: var body }:
                    policies.AddRange(AccessEntryJson.Policies(body));
                    next = (string?)body["nextToken"];
                    break;
                case EksAnswer.Failed { Failure: var failure }:
                    // The entry is gone since it was read.
                    return (null, IsNotFound(failure) ? null : failure);
                default:
                    throw new UnreachableException();
            }
        }
        while (next is not null);
        return (policies, null);
    }

    private EksCall CallOf(AccessEntryStep step, string? arn) => step switch
    {
        AccessEntryStep.Create create =>
            new("CreateAccessEntry", HttpMethod.Post, "/access-entries", AccessEntryJson.Create(principal.Full, create)),
        AccessEntryStep.Rename rename => new("UpdateAccessEntry", HttpMethod.Post, _path, AccessEntryJson.Rename(rename)),
        AccessEntryStep.Delete => new("DeleteAccessEntry", HttpMethod.Delete, _path),
        AccessEntryStep.Associate associate => new(
            "AssociateAccessPolicy", HttpMethod.Post, $"{_path}/access-policies", AccessEntryJson.Associate(associate.Policy)),
        AccessEntryStep.Disassociate disassociate => new(
            "DisassociateAccessPolicy", HttpMethod.Delete, $"{_path}/access-policies/{Uri.EscapeDataString(disassociate.PolicyArn)}"),
        AccessEntryStep.Tag tag =>
            new("TagResource", HttpMethod.Post, "", new JsonObject { ["tags"] = AccessEntryJson.Tags(tag.Tags) }) { Tagged = arn },
        AccessEntryStep.Untag untag =>
            new("UntagResource", HttpMethod.Delete, "") { Tagged = arn, Query = [.. untag.Keys.Select(key => KeyValuePair.Create("tagKeys", key))] },
        _ => throw new UnreachableException(),
    };

    private async Task<EksAnswer> CallAsync(EksCall call, CancellationToken cancellationToken)
    {
        progress.Step = $"eks:{call.Action} for {_about}";
        return await clusters.CallEks(cluster, call with { About = _about }, cancellationToken);
    }
}
