using System.Globalization;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Clusters;
using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Surveys;

/// <summary>What EKS and IAM tell of who may do what in a cluster: access entries, Pod Identity associations, the OIDC provider, roles.</summary>
public sealed class EksSurvey
{
    private readonly AwsReader _aws;
    private readonly Survey _survey;

    /// <param name="connector">By whose credentials.</param>
    /// <param name="cluster">The cluster.</param>
    /// <param name="survey">Takes what is read.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="patience">How long is tried again when AWS is too busy, for each call.</param>
    public EksSurvey(ClusterConnector connector, ClusterReference cluster, Survey survey, TimeProvider clock, TimeSpan patience) =>
        (_aws, _survey) = (new AwsReader(connector, cluster, clock, patience), survey);

    /// <summary>Access entries and associations, side by side.</summary>
    /// <param name="cluster">The cluster.</param>
    /// <param name="whole">Also what nobody's rights hang on: add-ons, node groups, and the OIDC providers of other issuers.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public Task ReadAsync(ClusterDescription cluster, bool whole, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(cluster);
        List<Task> parts = [EntriesAsync(cluster, cancellationToken), AssociationsAsync(cancellationToken), ProvidersAsync(cluster, whole, cancellationToken)];
        if (whole)
        {
            parts.Add(PartsAsync(ClusterDocuments.Addons, "/addons", "Addon", "addon", "whether the add-ons that nodes and pods need are well", cancellationToken));
            parts.Add(PartsAsync(ClusterDocuments.NodeGroups, "/node-groups", "Nodegroup", "nodegroup", "whether the node groups are well, and the roles of their nodes", cancellationToken));
        }

        return Task.WhenAll(parts);
    }

    /// <summary>The roles that were named so far; call it when all else was read.</summary>
    /// <param name="state">What was read.</param>
    /// <param name="accountId">Of the cluster, whose IAM is asked: a role of another account is never looked up by its bare name.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task ReadRolesAsync(ClusterState state, string accountId, CancellationToken cancellationToken)
    {
        var named = NamedRoles.Of(state, accountId);
        var answers = await AwsReader.EachAsync(
            named, (role, token) => RoleAsync(role.Name, role.Arn, token), done => Count("roles", done, named.Count), cancellationToken).ConfigureAwait(false);
        Keep(ClusterDocuments.IamRoles, "roles", answers, "iam:GetRole", "whether these roles exist, since when, and whom they trust");
    }

    private async Task EntriesAsync(ClusterDescription cluster, CancellationToken cancellationToken)
    {
        const string Unknown = "whom access entries let in, before aws-auth does";
        // EKS does not list them then, and they would have no effect.
        if (AuthenticationModes.Find(cluster.AuthenticationMode) == AuthenticationMode.ConfigMap)
        {
            _survey.Keep(ClusterDocuments.AccessEntries, new JsonObject { ["accessEntries"] = new JsonArray() });
            return;
        }

        var list = await _aws.EksListAsync("ListAccessEntries", "/access-entries", "accessEntries", cancellationToken).ConfigureAwait(false);
        if (!list.Is(out var arns, out var failure))
        {
            _survey.Miss("eks:ListAccessEntries", Failures.Summary(failure), Unknown);
            return;
        }

        var principals = arns.Select(arn => (string)arn!).ToList();
        var answers = await AwsReader.EachAsync(
            principals, EntryAsync, done => Count("access entries", done, principals.Count), cancellationToken).ConfigureAwait(false);
        Keep(
            ClusterDocuments.AccessEntries, "accessEntries", answers, "eks:DescribeAccessEntry", "who these principals are in the cluster, and what they may do");
    }

    private async Task<Found<JsonObject>> EntryAsync(string principal, CancellationToken cancellationToken)
    {
        var path = $"/access-entries/{Uri.EscapeDataString(principal)}";
        var described = _aws.EksAsync("DescribeAccessEntry", path, cancellationToken);
        var policies = _aws.EksListAsync("ListAssociatedAccessPolicies", $"{path}/access-policies", "associatedAccessPolicies", cancellationToken);
        if (!(await described.ConfigureAwait(false)).Is(out var body, out var failure)) return failure;
        if (!(await policies.ConfigureAwait(false)).Is(out var associated, out failure)) return failure;
        var entry = body["accessEntry"] as JsonObject ?? [];
        return new JsonObject
        {
            ["principalArn"] = principal,
            ["type"] = entry["type"]?.DeepClone(),
            ["username"] = entry["username"]?.DeepClone(),
            ["kubernetesGroups"] = entry["kubernetesGroups"]?.DeepClone() ?? new JsonArray(),
            ["createdAt"] = Moment(entry["createdAt"]),
            ["tags"] = entry["tags"]?.DeepClone() ?? new JsonObject(),
            ["associatedAccessPolicies"] = new JsonArray([.. associated.OfType<JsonObject>().Select(policy => new JsonObject
            {
                ["policyArn"] = policy["policyArn"]?.DeepClone(),
                ["accessScope"] = policy["accessScope"]?.DeepClone(),
            })]),
        };
    }

    private async Task AssociationsAsync(CancellationToken cancellationToken)
    {
        const string Path = "/pod-identity-associations";
        var list = await _aws.EksListAsync("ListPodIdentityAssociations", Path, "associations", cancellationToken).ConfigureAwait(false);
        if (!list.Is(out var associations, out var failure))
        {
            _survey.Miss("eks:ListPodIdentityAssociations", Failures.Summary(failure), "which service accounts have a role in AWS by Pod Identity");
            return;
        }

        var ids = associations.Select(one => (string?)one?["associationId"] ?? "").ToList();
        var answers = await AwsReader.EachAsync(
            ids,
            async (id, token) => (await _aws.EksAsync("DescribePodIdentityAssociation", $"{Path}/{Uri.EscapeDataString(id)}", token).ConfigureAwait(false))
                .Is(out var body, out var failed)
                    ? Association(body["association"] as JsonObject ?? [])
                    : (Found<JsonObject>)failed,
            done => Count("Pod Identity associations", done, ids.Count),
            cancellationToken).ConfigureAwait(false);
        Keep(
            ClusterDocuments.PodIdentities, "associations", answers, "eks:DescribePodIdentityAssociation",
            "which role the pods of these service accounts have");
    }

    private static Found<JsonObject> Association(JsonObject association) => new JsonObject
    {
        ["namespace"] = association["namespace"]?.DeepClone(),
        ["serviceAccount"] = association["serviceAccount"]?.DeepClone(),
        ["roleArn"] = association["roleArn"]?.DeepClone(),
    };

    /// <summary>Add-ons or node groups, each as EKS describes it.</summary>
    private async Task PartsAsync(string document, string path, string kind, string member, string unknown, CancellationToken cancellationToken)
    {
        var list = await _aws.EksListAsync($"List{kind}s", path, $"{member}s", cancellationToken).ConfigureAwait(false);
        if (!list.Is(out var listed, out var failure))
        {
            _survey.Miss($"eks:List{kind}s", Failures.Summary(failure), unknown);
            return;
        }

        var names = listed.Select(name => (string)name!).ToList();
        var answers = await AwsReader.EachAsync(
            names,
            async (name, token) => (await _aws.EksAsync($"Describe{kind}", $"{path}/{Uri.EscapeDataString(name)}", token).ConfigureAwait(false))
                .Is(out var body, out var failed)
                    ? (JsonObject)(body[member] as JsonObject ?? []).DeepClone()
                    : (Found<JsonObject>)failed,
            done => Count(document, done, names.Count),
            cancellationToken).ConfigureAwait(false);
        Keep(document, $"{member}s", answers, $"eks:Describe{kind}", unknown);
    }

    /// <summary>Only the provider of the cluster's own issuer is looked at, or all of them.</summary>
    private async Task ProvidersAsync(ClusterDescription cluster, bool all, CancellationToken cancellationToken)
    {
        const string Unknown = "whether IAM takes the tokens of the cluster's service accounts";
        if (cluster.OidcIssuer is not { } issuer) return;
        var listed = await _aws.IamAsync("ListOpenIDConnectProviders", "the account", cancellationToken).ConfigureAwait(false);
        if (!listed.Is(out var list, out var failure))
        {
            _survey.Miss("iam:ListOpenIDConnectProviders", Failures.Summary(failure), Unknown);
            return;
        }

        var own = $":oidc-provider/{issuer.Replace("https://", "", StringComparison.Ordinal)}";
        var providers = new List<JsonNode>();
        foreach (var arn in list.All("member", "Arn").Where(arn => all || arn.EndsWith(own, StringComparison.Ordinal)))
        {
            var got = await _aws.IamAsync("GetOpenIDConnectProvider", arn, cancellationToken, new KeyValuePair<string, string>("OpenIDConnectProviderArn", arn))
                .ConfigureAwait(false);
            if (!got.Is(out var provider, out failure))
            {
                _survey.Miss("iam:GetOpenIDConnectProvider", Failures.Summary(failure), Unknown);
                return;
            }

            providers.Add(new JsonObject
            {
                ["arn"] = arn,
                ["clientIds"] = new JsonArray([.. provider.All("ClientIDList", "member").Select(id => (JsonNode)id)]),
            });
        }

        _survey.Keep(ClusterDocuments.OidcProviders, new JsonObject { ["providers"] = new JsonArray([.. providers]) });
    }

    private async Task<Found<JsonObject>> RoleAsync(string name, string arn, CancellationToken cancellationToken)
    {
        var got = await _aws.IamAsync("GetRole", arn, cancellationToken, new KeyValuePair<string, string>("RoleName", name)).ConfigureAwait(false);
        if (got.Is(out var role, out var failure))
        {
            return new JsonObject
            {
                ["arn"] = role["Arn"] ?? arn,
                ["exists"] = true,
                ["createDate"] = role["CreateDate"],
                ["assumeRolePolicyDocument"] = TrustOf(role["AssumeRolePolicyDocument"]),
            };
        }

        return failure is StepFailure.AtAws { Fault: AwsFault.Refused { Code: "NoSuchEntity" } }
            ? new JsonObject { ["arn"] = arn, ["exists"] = false }
            : (Found<JsonObject>)failure;
    }

    // IAM gives it URL-encoded: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Role.html.
    private static JsonNode? TrustOf(string? encoded)
    {
        try
        {
            return encoded is null ? null : JsonNode.Parse(Uri.UnescapeDataString(encoded));
        }
        catch (System.Text.Json.JsonException)
        {
            return null;
        }
    }

    /// <summary>Keeps what was told, and misses what was not; a list of which nothing was told is no list.</summary>
    private void Keep(string document, string member, IReadOnlyList<Found<JsonObject>> answers, string action, string leavesUnknown)
    {
        var (read, failures) = (new List<JsonNode>(), new List<StepFailure>());
        foreach (var answer in answers)
        {
            if (answer.Is(out var one, out var failure)) read.Add(one);
            else failures.Add(failure);
        }

        if (failures.Count == 0 || read.Count > 0) _survey.Keep(document, new JsonObject { [member] = new JsonArray([.. read]) });
        if (failures.Count == 0) return;
        var others = failures.Count == 1 ? "" : string.Create(CultureInfo.InvariantCulture, $" (and {failures.Count - 1} more)");
        _survey.Miss(action, $"{Failures.Summary(failures[0])}{others}", leavesUnknown);
    }

    private void Count(string what, int done, int all) => _survey.Tell(string.Create(CultureInfo.InvariantCulture, $"{what} {done} of {all}"));

    // EKS gives seconds since 1970, with milliseconds, which tell an entry from a role that was made just before it: https://docs.aws.amazon.com/eks/latest/APIReference/API_AccessEntry.html.
    private static string? Moment(JsonNode? seconds) => seconds is JsonValue value && value.TryGetValue(out double since)
        ? DateTimeOffset.UnixEpoch.AddSeconds(since).ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture)
        : null;
}
