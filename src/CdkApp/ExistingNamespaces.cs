using Amazon.CDK;
using EksIamCdk.Constructs;

namespace EksIamCdk.CdkApp;

/// <summary>
/// Namespaces that a spec uses and does not list, as metadata of its template: CloudFormation does not look at it, and the sandbox, whose
/// clusters are empty, takes them to be there.
/// </summary>
internal static class ExistingNamespaces
{
    private const string Key = "EksIamCdk::ExistingNamespaces";

    public static void Tell(Stack stack, ClusterTarget cluster, IReadOnlyList<string> names)
    {
        var told = new Dictionary<string, object> { ["Cluster"] = cluster.Name, ["Namespaces"] = names.ToArray() };
        if (cluster.Region is { } region) told["Region"] = region;
        // A cluster that is entered by a role is in the account of that role.
        if (cluster.AccessRoleArn is { } role) told["AccountId"] = role.Split(':')[4];
        stack.AddMetadata(Key, told);
    }
}
