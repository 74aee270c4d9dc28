namespace EksIamCdk.Inspection.Planning;

/// <summary>Something in a cluster that a deployment would change, as text of before and after.</summary>
/// <param name="What">Such as <c>RoleBinding dev/read</c>, <c>aws-auth mapRoles</c>, <c>access entry of arn:…</c>.</param>
/// <param name="Before">Empty where there is nothing.</param>
/// <param name="After">Empty where nothing is left.</param>
public sealed record PlannedChange(string What, string Before, string After);

/// <summary>A resource that could not be deployed.</summary>
/// <param name="LogicalId">In its template.</param>
/// <param name="Reason">What CloudFormation would show.</param>
public sealed record RefusedResource(string LogicalId, string Reason);
