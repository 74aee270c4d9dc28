namespace EksIamCdk.MappingLambda.Protocol;

internal enum RequestType
{
    Create,
    Update,
    Delete,
}
