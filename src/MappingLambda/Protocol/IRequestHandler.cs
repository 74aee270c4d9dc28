using EksIamCdk.MappingLambda.Runtime;

namespace EksIamCdk.MappingLambda.Protocol;

/// <summary>Does what a request asks for.</summary>
internal interface IRequestHandler
{
    /// <param name="envelope">The request; its <see cref="Envelope.Problems"/> are none.</param>
    /// <param name="deadline">The times to keep.</param>
    /// <param name="progress">Told what is being done, and the id to answer with if time runs out or a bug strikes.</param>
    /// <param name="cancellationToken">Cancelled when work has to end.</param>
    Task<Answer> HandleAsync(Envelope envelope, Deadline deadline, Progress progress, CancellationToken cancellationToken);
}
