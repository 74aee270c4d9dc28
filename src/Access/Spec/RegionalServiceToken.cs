namespace EksIamCdk.Access.Spec;

/// <summary>The provider of a Region: the ARN of its function, or of the topic in front of it.</summary>
public sealed record RegionalServiceToken(Word Region, Word Arn);
