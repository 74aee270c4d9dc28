namespace EksIamCdk.MappingLambda.Runtime;

/// <summary>One invocation as the Runtime API hands it out.</summary>
/// <param name="Id"><c>Lambda-Runtime-Aws-Request-Id</c>; of no meaning to CloudFormation.</param>
/// <param name="Body">The event, byte for byte.</param>
/// <param name="Deadline">When Lambda stops the process.</param>
internal sealed record Delivery(string Id, ReadOnlyMemory<byte> Body, Deadline Deadline);
