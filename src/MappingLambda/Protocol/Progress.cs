using EksIamCdk.Access.History;
using EksIamCdk.ClusterApi;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>How far an invocation has got, for an answer that has to be given in the middle of it.</summary>
internal sealed class Progress(Log log, string fallbackId, WrittenChanges written)
{
    private volatile string _step = "read the event";
    private volatile string _id = fallbackId;

    /// <summary>What is being done: <c>get configmaps kube-system/aws-auth</c>.</summary>
    public string Step
    {
        get => _step;
        set
        {
            _step = value;
            log.Step(value);
        }
    }

    /// <summary>The PhysicalResourceId to answer with if the invocation fails now.</summary>
    public string IdOnFailure
    {
        get => _id;
        set => _id = value;
    }

    /// <summary>Something was written: it goes into the history of the cluster, after the answer.</summary>
    public void Wrote(IKubernetesApi api, HistoryAuthor author, HistoryChange change) => written.Add(api, author, change);
}
