using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using Amazon.CDK;
using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Principals;
using AuthenticationMode = Amazon.CDK.AWS.EKS.AuthenticationMode;

namespace EksIamCdk.Constructs.Clusters;

/// <summary>What can be wrong with the properties of a cluster; tokens are left alone.</summary>
internal sealed partial class EksClusterChecks(ConstructProblems problems)
{
    private const string NameForm = "letters, digits, hyphens or underscores, a letter or digit first";

    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public static void Throw(string construct, EksClusterProps props)
    {
        var problems = new ConstructProblems(construct);
        new EksClusterChecks(problems).Check(props);
        problems.Throw();
    }

    private void Check(EksClusterProps props)
    {
        Name(nameof(props.Name), props.Name, 100);
        if (!Token.IsUnresolved(props.Version) && !VersionPattern.IsMatch(props.Version))
        {
            problems.Add(nameof(props.Version), props.Version, "a version of Kubernetes, such as 1.34");
        }

        if (props.AuthenticationMode == AuthenticationMode.CONFIG_MAP)
        {
            problems.Add(nameof(props.AuthenticationMode), "CONFIG_MAP", "API_AND_CONFIG_MAP or API: nobody could enter a new cluster with CONFIG_MAP");
        }

        AdminRoles(props.AdminRoleArns);
        if (props.Vpc is ClusterVpc.Made made) Vpc(made);
        if (props.Vpc is ClusterVpc.Given given) Vpc(given);
        Endpoint(props.EndpointAccess);
        NodeGroups(props.NodeGroups ?? []);
        Unique(nameof(props.Addons), props.Addons ?? []);
        Unique(nameof(props.Logging), [.. (props.Logging ?? []).Select(log => log.ToString())]);
    }

    private void AdminRoles(IReadOnlyList<string> arns)
    {
        const string Property = nameof(EksClusterProps.AdminRoleArns);
        if (arns.Count == 0) problems.Add(Property, null, "at least one role: whoever creates the cluster is not let in");
        for (var i = 0; i < arns.Count; i++) problems.Principal($"{Property}[{i}]", arns[i], PrincipalKind.Role);
        Unique(Property, arns);
    }

    private void Vpc(ClusterVpc.Made vpc)
    {
        var most = IPNetwork.TryParse(vpc.Cidr ?? MadeNetwork.DefaultCidr, out var network) ? MadeNetwork.ZonesIn(network) : 0;
        if (most == 0)
        {
            problems.Add("Vpc.Cidr", vpc.Cidr, "an IPv4 network from /16 to /24, such as 10.0.0.0/16");
            most = MadeNetwork.MostZones;
        }

        var zones = vpc.MaxAzs ?? MadeNetwork.DefaultZones;
        Range("Vpc.MaxAzs", zones, 2, most);
        Range("Vpc.NatGateways", vpc.NatGateways ?? 1, 0, Math.Clamp(zones, 2, most));
        if (vpc.AvailabilityZones is { } named)
        {
            if (named.Count < zones) problems.Add("Vpc.AvailabilityZones", string.Join(", ", named), $"at least {Text(zones)} of them, as MaxAzs says");
            Unique("Vpc.AvailabilityZones", named);
        }
    }

    private void Vpc(ClusterVpc.Given vpc)
    {
        if (!Token.IsUnresolved(vpc.Id) && !vpc.Id.StartsWith("vpc-", StringComparison.Ordinal)) problems.Add("Vpc.Id", vpc.Id, "the id of a VPC: vpc-…");
        if (vpc.SubnetIds.Count < 2)
        {
            problems.Add("Vpc.SubnetIds", string.Join(", ", vpc.SubnetIds), "at least two subnets, in different availability zones");
        }

        for (var i = 0; i < vpc.SubnetIds.Count; i++)
        {
            var id = vpc.SubnetIds[i];
            if (!Token.IsUnresolved(id) && !id.StartsWith("subnet-", StringComparison.Ordinal))
            {
                problems.Add($"Vpc.SubnetIds[{i}]", id, "the id of a subnet: subnet-…");
            }
        }

        Unique("Vpc.SubnetIds", vpc.SubnetIds);
    }

    private void Endpoint(ClusterEndpoint? access)
    {
        if (access is null) return;
        if (access is { Public: false, Private: false }) problems.Add("EndpointAccess", "neither public nor private", "one of them at least");
        if (access is { Public: false, PublicCidrs.Count: > 0 })
        {
            problems.Add("EndpointAccess.PublicCidrs", string.Join(", ", access.PublicCidrs), "none where Public is false");
        }

        var cidrs = access.PublicCidrs ?? [];
        for (var i = 0; i < cidrs.Count; i++)
        {
            if (!Token.IsUnresolved(cidrs[i]) && !IPNetwork.TryParse(cidrs[i], out _))
            {
                problems.Add($"EndpointAccess.PublicCidrs[{i}]", cidrs[i], "a network, such as 203.0.113.0/24");
            }
        }

        Unique("EndpointAccess.PublicCidrs", cidrs);
    }

    private void NodeGroups(IReadOnlyList<NodeGroup> groups)
    {
        for (var i = 0; i < groups.Count; i++)
        {
            var (group, path) = (groups[i], $"NodeGroups[{i}]");
            Name($"{path}.Name", group.Name, 63);
            var min = group.Min ?? ManagedNodes.DefaultMin;
            Range($"{path}.Min", min, 0, int.MaxValue);
            if (group.Max is { } max && max < Math.Max(min, 1))
            {
                problems.Add($"{path}.Max", Text(max), $"at least {Text(Math.Max(min, 1))}, as Min is {Text(min)}");
            }

            InstanceTypes($"{path}.InstanceTypes", group.InstanceTypes ?? []);
        }

        Unique("NodeGroups.Name", [.. groups.Select(group => group.Name)]);
    }

    private void InstanceTypes(string path, IReadOnlyList<string> types)
    {
        var known = types.Where(type => !Token.IsUnresolved(type)).ToList();
        foreach (var type in known.Where(type => !NodeImage.IsInstanceType(type))) problems.Add(path, type, "an instance type, such as m7g.large");
        var images = known.Where(NodeImage.IsInstanceType).Select(NodeImage.Of).Distinct().ToList();
        if (images.Count > 1) problems.Add(path, string.Join(", ", types), $"types of one image, not of {string.Join(" and ", images)}");
    }

    private void Name(string path, string name, int longest)
    {
        if (Token.IsUnresolved(name)) return;
        if (name.Length == 0 || name.Length > longest || !NamePattern.IsMatch(name)) problems.Add(path, name, $"1 to {Text(longest)} {NameForm}");
    }

    private void Range(string path, int value, int least, int most)
    {
        if (value < least || value > most) problems.Add(path, Text(value), most == int.MaxValue ? $"at least {Text(least)}" : $"{Text(least)} to {Text(most)}");
    }

    private void Unique(string path, IReadOnlyList<string> values)
    {
        foreach (var twice in values.GroupBy(value => value).Where(group => group.Count() > 1)) problems.Add(path, twice.Key, "each only once");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9_-]*\z")]
    private static partial Regex NamePattern { get; }

    [GeneratedRegex(@"\A1\.[0-9]{2}\z")]
    private static partial Regex VersionPattern { get; }
}
