using System.Text.Json.Serialization;

namespace EksIamCdk.Access.Ownership;

/// <summary>Who owns an entry or an object: one resource of one stack.</summary>
/// <param name="StackId">The ARN of the stack.</param>
/// <param name="LogicalId">The logical id of the resource in its template.</param>
public sealed record Owner(string StackId, string LogicalId)
{
    /// <summary>The stack's name where the id is a stack ARN (<c>arn:…:stack/NAME/GUID</c>), else the id.</summary>
    [JsonIgnore]
    public string StackName => StackId.Split('/') is [_, var name, ..] ? name : StackId;

    public override string ToString() => $"{LogicalId} of stack {StackName} ({StackId})";
}
