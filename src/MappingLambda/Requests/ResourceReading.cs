using EksIamCdk.Access.Problems;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>What became of reading properties.</summary>
/// <param name="Resource">Null when there is a failure.</param>
/// <param name="PhysicalResourceId">Known as soon as the cluster and the entry or object in it are, whatever else is wrong.</param>
/// <param name="Failure">Null when all is well.</param>
internal sealed record ResourceReading(Resource? Resource, string? PhysicalResourceId, Failure? Failure);
