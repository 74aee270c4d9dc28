namespace EksIamCdk.ClusterApi;

/// <summary>How far the tries of one invocation have got.</summary>
/// <param name="Count">How many have failed, the last one included: of conflicts when it was a conflict, else of all others.</param>
/// <param name="Refused">How long 401 and 403 have been the answer.</param>
/// <param name="Remaining">The time until the deadline.</param>
public sealed record Tries(int Count, TimeSpan Refused, TimeSpan Remaining);
