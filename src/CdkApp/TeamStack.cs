using System.Globalization;
using Amazon.CDK;
using Constructs;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.CdkApp;

/// <summary>Some items of <c>access</c>, where one stack is too small for all. Its resources are those of the function in the access stack.</summary>
public sealed class TeamStack : Stack
{
    /// <param name="number">Which one of the stacks it is, from 2.</param>
    /// <param name="first">The access stack.</param>
    /// <param name="items">Who may do what.</param>
    public TeamStack(Construct scope, string id, int number, SpecFile file, IReadOnlyList<AccessItem> items, AccessStack first, Amazon.CDK.Environment env)
        : base(scope, id, SpecStacks.Props(
            string.Create(CultureInfo.InvariantCulture, $"access-{number}"),
            $"Who may do what in the EKS cluster {file.Spec.Cluster.Name}, part {number}",
            file.Spec.Cluster,
            env))
    {
        ArgumentNullException.ThrowIfNull(first);
        first.Resources.DeclareTeams(this, items);
    }
}
