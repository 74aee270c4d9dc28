using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.StackSets;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>Stack sets: the same stack in many accounts and Regions.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/what-is-cfnstacksets.html"/></summary>
internal sealed class StackSetActions(SandboxServices services, TemplateSource templates) : IAsyncDisposable
{
    private readonly StackSetRunner _runner = new(services);
    private readonly StackSetTemplates _organization = new(services);

    public Task Failed => _runner.Failed;

    public IEnumerable<XElement?> Create(AwsRequest request, QueryParameters call)
    {
        var key = new RegionalName(request.AccountId, request.Region, call.Required("StackSetName"));
        if (_runner.Find(key) is not null)
            throw new AwsErrorException("NameAlreadyExistsException", $"StackSet {key.Name} already exists", 409);
        var wanted = new StackSetDefinition { TemplateText = templates.Text(call), Parameters = Parameters(call, "Parameters") };
        CapabilityCheck.Check(TemplateSource.Parse(wanted.TemplateText), call.Texts("Capabilities"));
        var set = services.StackSets.Add(key, $"{key.Name}:{Guid.NewGuid():D}");
        _runner.Put(Described(new ServedStackSet(set, wanted), call));
        return [new("StackSetId", set.Id)];
    }

    public IEnumerable<XElement?> Update(AwsRequest request, QueryParameters call)
    {
        var served = Existing(request, call);
        var text = call.Flag("UsePreviousTemplate") ? served.Wanted.TemplateText : templates.Text(call);
        CapabilityCheck.Check(TemplateSource.Parse(text), call.Texts("Capabilities"));
        var wanted = served.Wanted with
        {
            TemplateText = text,
            Parameters = Parameters(call, "Parameters", served.Wanted.Parameters),
            Preferences = Preferences(call),
        };
        return [new("OperationId", _runner.Start(Described(served, call), wanted, "UPDATE", call["OperationId"]))];
    }

    public IEnumerable<XElement?> Delete(AwsRequest request, QueryParameters call)
    {
        var served = Existing(request, call);
        if (served.Set.Instances.Count > 0)
            throw new AwsErrorException("StackSetNotEmptyException", "StackSet is not empty", 409);
        _runner.Remove(served);
        return [];
    }

    /// <summary>Makes instances, or gives those that are there other parameters.</summary>
    public IEnumerable<XElement?> PutInstances(AwsRequest request, QueryParameters call)
    {
        var served = Existing(request, call);
        var overrides = Parameters(call, "ParameterOverrides");
        var instances = served.Wanted.Instances.ToDictionary();
        foreach (var place in Places(call))
            instances[place] = overrides;
        var wanted = served.Wanted with { Instances = instances, Preferences = Preferences(call) };
        var action = call.Action == "UpdateStackInstances" ? "UPDATE" : "CREATE";
        return [new("OperationId", _runner.Start(served, wanted, action, call["OperationId"]))];
    }

    public IEnumerable<XElement?> DeleteInstances(AwsRequest request, QueryParameters call)
    {
        var (served, places) = (Existing(request, call), Places(call));
        if (call.Required("RetainStacks") == "true")
        {
            foreach (var place in places)
                served.Set.Remove(place);
        }
        var left = served.Wanted.Instances.Where(instance => !places.Contains(instance.Key)).ToDictionary();
        var wanted = served.Wanted with { Instances = left, Preferences = Preferences(call) };
        return [new("OperationId", _runner.Start(served, wanted, "DELETE", call["OperationId"]))];
    }

    public IEnumerable<XElement?> Describe(AwsRequest request, QueryParameters call) => [StackSetXml.Describe(Existing(request, call))];

    public IEnumerable<XElement?> List(AwsRequest request) =>
    [
        new("Summaries", _runner.All
            .Where(served => served.Set.Key.AccountId == request.AccountId && served.Set.Key.Region == request.Region)
            .Select(StackSetXml.Summary)),
    ];

    public IEnumerable<XElement?> Instances(AwsRequest request, QueryParameters call)
    {
        var served = Existing(request, call);
        return
        [
            new("Summaries", served.Set.Instances
                .Where(instance => call["StackInstanceAccount"] is not { Length: > 0 } account || instance.Place.AccountId == account)
                .Where(instance => call["StackInstanceRegion"] is not { Length: > 0 } region || instance.Place.Region == region)
                .Select(instance => StackSetXml.Instance("member", served.Set, instance))),
        ];
    }

    public IEnumerable<XElement?> Instance(AwsRequest request, QueryParameters call)
    {
        var served = Existing(request, call);
        var place = new InstancePlace(call.Required("StackInstanceAccount"), call.Required("StackInstanceRegion"));
        return served.Set.Find(place) is { } instance
            ? [StackSetXml.Instance("StackInstance", served.Set, instance)]
            : throw new AwsErrorException(
                "StackInstanceNotFoundException",
                $"Stack instance for StackSet {served.Set.Id}, account {place.AccountId}, Region {place.Region} not found",
                404);
    }

    public IEnumerable<XElement?> Operation(AwsRequest request, QueryParameters call)
    {
        var served = Existing(request, call);
        return [StackSetXml.Operation("StackSetOperation", served.Set, Run(served, call))];
    }

    public IEnumerable<XElement?> Operations(AwsRequest request, QueryParameters call)
    {
        var served = Existing(request, call);
        return [new("Summaries", served.Runs.Reverse().Select(run => StackSetXml.Operation("member", served.Set, run)))];
    }

    public IEnumerable<XElement?> Results(AwsRequest request, QueryParameters call) =>
        [new("Summaries", Run(Existing(request, call), call).Results.Select(StackSetXml.Result))];

    public ValueTask DisposeAsync() => _runner.DisposeAsync();

    private ServedStackSet Existing(AwsRequest request, QueryParameters call)
    {
        var name = call.Required("StackSetName");
        return _runner.Find(new RegionalName(request.AccountId, request.Region, name))
            ?? throw new AwsErrorException("StackSetNotFoundException", $"StackSet {name} not found", 404);
    }

    private static StackSetRun Run(ServedStackSet served, QueryParameters call)
    {
        var id = call.Required("OperationId");
        return served.Runs.FirstOrDefault(run => run.Id == id)
            ?? throw new AwsErrorException("OperationNotFoundException", $"Operation {id} not found for StackSet {served.Set.Id}", 404);
    }

    private static ServedStackSet Described(ServedStackSet served, QueryParameters call) => served with
    {
        Description = call["Description"] ?? served.Description,
        PermissionModel = call["PermissionModel"] ?? served.PermissionModel,
        Capabilities = call.Texts("Capabilities"),
        Tags = call.Has("Tags")
            ? call.Structures("Tags").ToDictionary(tag => tag["Key"] ?? "", tag => tag["Value"] ?? "", StringComparer.Ordinal)
            : served.Tags,
    };

    private List<InstancePlace> Places(QueryParameters call)
    {
        // As a template writes them, so that both are read alike.
        var targets = new JsonObject
        {
            ["Accounts"] = List([.. call.Texts("Accounts"), .. call.Texts("DeploymentTargets.Accounts")]),
            ["OrganizationalUnitIds"] = List(call.Texts("DeploymentTargets.OrganizationalUnitIds")),
            ["AccountFilterType"] = call["DeploymentTargets.AccountFilterType"],
        };
        var places = StackSetDefinition.Accounts(targets, _organization.AccountsOf)
            .SelectMany(_ => call.Texts("Regions"), (account, region) => new InstancePlace(account, region)).ToList();
        return places.Count > 0
            ? places
            : throw CallError.Validation("At least one account or organizational unit, and one Region are required");
    }

    private static OperationPreferences Preferences(QueryParameters call)
    {
        const string prefix = "OperationPreferences.";
        return new OperationPreferences
        {
            MaxConcurrentCount = Number(nameof(OperationPreferences.MaxConcurrentCount)),
            MaxConcurrentPercentage = Number(nameof(OperationPreferences.MaxConcurrentPercentage)),
            FailureToleranceCount = Number(nameof(OperationPreferences.FailureToleranceCount)),
            FailureTolerancePercentage = Number(nameof(OperationPreferences.FailureTolerancePercentage)),
            IsParallel = call[prefix + "RegionConcurrencyType"] == "PARALLEL",
            IsSoft = call[prefix + "ConcurrencyMode"] == "SOFT_FAILURE_TOLERANCE",
            RegionOrder = call.Texts(prefix + nameof(OperationPreferences.RegionOrder)),
        };

        int? Number(string name) =>
            int.TryParse(call[prefix + name], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    private static Dictionary<string, string> Parameters(
        QueryParameters call, string name, IReadOnlyDictionary<string, string>? before = null) => call.Structures(name).ToDictionary(
            parameter => parameter.Required("ParameterKey"),
            parameter => parameter.Flag("UsePreviousValue")
                ? before?.GetValueOrDefault(parameter.Required("ParameterKey")) ?? ""
                : parameter["ParameterValue"] ?? "",
            StringComparer.Ordinal);

    private static JsonArray List(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
