using EksIamCdk.Sandbox.Aws;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>Errors in the words of CloudFormation.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/CommonErrors.html"/></summary>
internal static class CallError
{
    public static AwsErrorException Validation(string message) => new("ValidationError", message);

    public static AwsErrorException NoStackWithId(string name) => Validation($"Stack with id {name} does not exist");

    public static AwsErrorException NoStack(string name) => Validation($"Stack [{name}] does not exist");

    public static AwsErrorException NoChangeSet(string name) => new("ChangeSetNotFound", $"ChangeSet [{name}] does not exist", 404);

    public static AwsErrorException AlreadyExists(string name) => new("AlreadyExistsException", $"Stack [{name}] already exists");
}
