using Amazon.CDK;
using Amazon.CDK.AWS.EKS;

namespace EksIamCdk.Constructs.Providers;

/// <summary>
/// The step to an authentication mode among the access entries of its cluster, whichever is declared first. CONFIG_MAP knows no access entries:
/// they wait for the step away from it. API knows nothing else: that step waits for them.
/// </summary>
internal sealed class ModeOrder
{
    private readonly List<CfnResource> _entries = [];
    private (CfnResource Step, AuthenticationMode Mode)? _step;

    public void Mode(CfnResource step, AuthenticationMode mode, string provider)
    {
        if (_step is { } other)
        {
            var problems = new ConstructProblems(step.Node.Path);
            problems.Add("Provider", provider, $"one step for each cluster: {other.Step.Node.Path} is one already");
            problems.Throw();
        }

        _step = (step, mode);
        foreach (var entry in _entries) Put(entry);
    }

    public void Entry(CfnResource entry)
    {
        _entries.Add(entry);
        Put(entry);
    }

    private void Put(CfnResource entry)
    {
        if (_step is not { } step) return;
        if (step.Mode == AuthenticationMode.API) step.Step.Node.AddDependency(entry);
        else entry.Node.AddDependency(step.Step);
    }
}
