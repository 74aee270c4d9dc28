using System.Globalization;
using System.Text.RegularExpressions;
using Amazon.CDK;
using Amazon.CDK.AWS.S3.Assets;
using Constructs;

namespace EksIamCdk.Constructs.Fleet;

/// <summary>The same access in many accounts and Regions: a stack set, rolled out Region by Region.</summary>
public sealed partial class AccessFleet : Construct
{
    private const int DefaultMaxConcurrentPercentage = 25;

    private readonly AccessFleetProps _props;

    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public AccessFleet(Construct scope, string id, AccessFleetProps props)
        : base(scope, id)
    {
        _props = props;
        Validate();
        var package = props.Package ?? FleetPackage.FromBuckets();
        if (package is FleetPackage.Buckets { Key: null } buckets) package = buckets with { Key = Package.FunctionPackage.Key() };
        var template = FleetTemplate.Synthesize(props, package);
        StackSet = new CfnStackSet(this, "Resource", new CfnStackSetProps
        {
            StackSetName = props.StackSetName,
            Description = props.Description,
            PermissionModel = ByUnits ? "SERVICE_MANAGED" : "SELF_MANAGED",
            CallAs = props.DelegatedAdministrator == true ? "DELEGATED_ADMIN" : "SELF",
            AutoDeployment = ByUnits
                ? new CfnStackSet.AutoDeploymentProperty
                {
                    Enabled = true,
                    RetainStacksOnAccountRemoval = props.RetainStacksOnAccountRemoval ?? false,
                }
                : null,
            Capabilities = ["CAPABILITY_NAMED_IAM"],
            ManagedExecution = new Dictionary<string, object> { ["Active"] = true },
            OperationPreferences = new CfnStackSet.OperationPreferencesProperty
            {
                MaxConcurrentPercentage = props.MaxConcurrentPercentage ?? DefaultMaxConcurrentPercentage,
                FailureTolerancePercentage = props.FailureTolerancePercentage ?? 0,
                RegionConcurrencyType = "SEQUENTIAL",
                RegionOrder = [.. props.Regions],
            },
            Parameters = Parameters(package),
            StackInstancesGroup = Instances(package),
            TemplateBody = template.FitsInTemplate ? template.Text : null,
            TemplateUrl = template.FitsInTemplate ? null : Upload(template),
        });
    }

    /// <summary>The stack set, for what these properties do not say.</summary>
    public CfnStackSet StackSet { get; }

    private bool ByUnits => _props.Targets is FleetTargets.Units;

    private object[] Parameters(FleetPackage package) => package switch
    {
        FleetPackage.Buckets buckets =>
            [Parameter(FleetMember.PrefixParameter, buckets.Prefix ?? $"eks-iam-cdk-{Stack.Of(this).Account}")],
        // An override needs a value that it overrides.
        FleetPackage.ServiceTokens tokens => [Parameter(FleetMember.TokenParameter, tokens.ByRegion[_props.Regions[0]])],
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private object[] Instances(FleetPackage package)
    {
        object targets = ByUnits
            ? new CfnStackSet.DeploymentTargetsProperty { OrganizationalUnitIds = [.. _props.Targets.Ids] }
            : new CfnStackSet.DeploymentTargetsProperty { Accounts = [.. _props.Targets.Ids] };
        if (package is not FleetPackage.ServiceTokens tokens)
        {
            return [new CfnStackSet.StackInstancesProperty { DeploymentTargets = targets, Regions = [.. _props.Regions] }];
        }

        return [.. _props.Regions.Select(region => new CfnStackSet.StackInstancesProperty
        {
            DeploymentTargets = targets,
            Regions = [region],
            ParameterOverrides = new object[] { Parameter(FleetMember.TokenParameter, tokens.ByRegion[region]) },
        })];
    }

    private static CfnStackSet.ParameterProperty Parameter(string key, string value) => new() { ParameterKey = key, ParameterValue = value };

    private string Upload(FleetTemplate template)
    {
        var file = Path.Combine(Directory.CreateTempSubdirectory("eks-iam-cdk-fleet-").FullName, "fleet.template.json");
        File.WriteAllText(file, template.Text);
        var asset = new Asset(this, "Template", new AssetProps { Path = file });
        Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        return asset.HttpUrl;
    }

    private void Validate()
    {
        var problems = new ConstructProblems(Node.Path);
        if (!NameForm().IsMatch(_props.StackSetName))
        {
            problems.Add(nameof(_props.StackSetName), _props.StackSetName, "at most 128 letters, digits and hyphens, a letter first");
        }

        if (_props.Targets.Ids.Count == 0) problems.Add(nameof(_props.Targets), null, "at least one organizational unit or account");
        foreach (var id in _props.Targets.Ids)
        {
            if (!ByUnits) problems.AccountId(nameof(_props.Targets), id);
            else if (!Token.IsUnresolved(id) && !UnitForm().IsMatch(id)) problems.Add(nameof(_props.Targets), id, "ou-abcd-12345678 or r-abcd");
        }

        if (_props.Regions.Count == 0) problems.Add(nameof(_props.Regions), null, "at least one Region");
        foreach (var twice in _props.Regions.GroupBy(region => region).Where(group => group.Count() > 1))
        {
            problems.Add(nameof(_props.Regions), twice.Key, "each Region once");
        }

        Percentage(nameof(_props.MaxConcurrentPercentage), _props.MaxConcurrentPercentage, 1);
        Percentage(nameof(_props.FailureTolerancePercentage), _props.FailureTolerancePercentage, 0);
        if (!ByUnits && _props.RetainStacksOnAccountRemoval is not null)
        {
            problems.Add(nameof(_props.RetainStacksOnAccountRemoval), "a value", "none: only organizational units are left by accounts");
        }

        if (_props.Package is FleetPackage.ServiceTokens tokens)
        {
            foreach (var region in _props.Regions.Where(region => !tokens.ByRegion.ContainsKey(region)))
            {
                problems.Add(nameof(_props.Package), null, $"the function's ARN in {region}");
            }
        }

        problems.Throw();

        void Percentage(string property, int? value, int least)
        {
            if (value is { } percent && (percent < least || percent > 100))
            {
                problems.Add(property, percent.ToString(CultureInfo.InvariantCulture), $"{least} to 100");
            }
        }
    }

    [GeneratedRegex("^[a-zA-Z][-a-zA-Z0-9]{0,127}$")]
    private static partial Regex NameForm();

    [GeneratedRegex("^(ou-[a-z0-9]{4,32}-[a-z0-9]{8,32}|r-[a-z0-9]{4,32})$")]
    private static partial Regex UnitForm();
}
