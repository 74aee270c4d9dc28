namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <summary>Why a resource of AWS was refused, in the form that CloudFormation gives to what its resource handlers say.
/// <see href="https://docs.aws.amazon.com/cloudformation-cli/latest/userguide/resource-type-test-contract-errors.html"/></summary>
internal static class HandlerMessage
{
    public static string Of(string service, int status, string message, string code) =>
        $"Resource handler returned message: \"{message} (Service: {service}, Status Code: {status}, Request ID: {Guid.NewGuid()})\" "
        + $"(RequestToken: {Guid.NewGuid()}, HandlerErrorCode: {code})";
}
