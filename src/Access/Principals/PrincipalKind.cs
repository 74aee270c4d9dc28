namespace EksIamCdk.Access.Principals;

/// <summary>The kinds of IAM principals that an entry can be written for.</summary>
public enum PrincipalKind
{
    Role,
    User,
    Root,
}
