namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>How far an invocation has got, for an answer that has to be given in the middle of it.</summary>
internal sealed class Progress(Log log, string fallbackId)
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
}
