using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Ownership;

/// <summary>An entry of aws-auth as a resource declares it.</summary>
/// <param name="Entry">Its id is the ARN as it is written into the map, or an account id.</param>
public sealed record EntryDeclaration(Section Section, MappingEntry Entry);
