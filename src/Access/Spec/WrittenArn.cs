using EksIamCdk.Access.Principals;

namespace EksIamCdk.Access.Spec;

/// <summary>The ARN of an IAM principal, as it is written and as it is understood.</summary>
public sealed record WrittenArn(Word Written, PrincipalArn Value);
