namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>A history went wrong.</summary>
internal sealed class BrokenInvariantException(string message) : Exception(message);
