namespace EksIamCdk.Access.Spec;

/// <summary>So much of a resource.</summary>
/// <param name="Resource">Such as <c>requests.cpu</c>.</param>
/// <param name="Written">The quantity as it is written.</param>
/// <param name="Value">The quantity as a number.</param>
public sealed record Amount(string Resource, Word Written, decimal Value);
