using EksIamCdk.MappingLambda.Protocol;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>Reads requests: their properties, and the ids to answer with. No I/O.</summary>
internal sealed class RequestReader(ResourceReader resources)
{
    public RequestReading Read(Envelope envelope)
    {
        var isDelete = envelope.RequestType == RequestType.Delete;
        var reading = resources.Read(envelope.ResourceType, envelope.LogicalResourceId, envelope.ResourceProperties, strict: !isDelete);
        if (reading.Resource is null)
            return new RequestReading.Answered(WithoutResource(envelope, reading));
        if (isDelete && !reading.Resource.IsMade)
            return new RequestReading.Answered(Answer.Success(Invocation.FallbackId(envelope), reading.Resource.DataOnDelete));

        var before = envelope.RequestType == RequestType.Update
            ? resources.Read(envelope.ResourceType, envelope.LogicalResourceId, envelope.OldResourceProperties, strict: false).Resource
            : null;
        var formerly = before?.IsSameTargetAs(reading.Resource) == true ? before : null;
        // A Delete is answered with the id it came with; an Update of the very same target keeps its own.
        var keepsId = envelope.PhysicalResourceId.Length > 0 && (isDelete || formerly is not null);
        var id = keepsId ? envelope.PhysicalResourceId : reading.PhysicalResourceId!;
        return new RequestReading.Readable(new Request
        {
            Type = envelope.RequestType,
            Owner = envelope.Owner,
            RequestId = envelope.RequestId,
            Resource = reading.Resource,
            Formerly = formerly,
            Unanswered = formerly is null && before?.IsMade == true && envelope.PhysicalResourceId == reading.PhysicalResourceId ? before : null,
            HasOurId = ResourceReader.IsOurId(envelope.PhysicalResourceId),
            PhysicalResourceId = id,
            IdOnFailure = envelope.RequestType == RequestType.Update && envelope.PhysicalResourceId.Length > 0 ? envelope.PhysicalResourceId : id,
        });
    }

    /// <summary>Wrong properties fail a Create and an Update. A Delete of such a resource has nothing to delete: it never made anything.</summary>
    private static Answer WithoutResource(Envelope envelope, ResourceReading reading)
    {
        var fallback = Invocation.FallbackId(envelope);
        return envelope.RequestType switch
        {
            RequestType.Delete => Answer.Success(fallback),
            RequestType.Update => Answer.Failed(fallback, reading.Failure!),
            _ => Answer.Failed(reading.PhysicalResourceId ?? fallback, reading.Failure!),
        };
    }
}
