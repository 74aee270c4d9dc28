using Xunit.Abstractions;

namespace EksIamCdk.EndToEnd.Tests.Serve;

/// <summary>The AWS CLI against a served sandbox. Where it is not installed, the tests of the sandbox drive the same calls by the
/// protocol alone.</summary>
public sealed class AwsCliTests(ITestOutputHelper output) : IDisposable
{
    private const string Bad = """
        {"Resources": {
          "A": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "same", "AssumeRolePolicyDocument": {"Statement": []} } },
          "B": {"Type": "AWS::IAM::Role", "DependsOn": "A", "Properties": {"RoleName": "same", "AssumeRolePolicyDocument": {"Statement": []} } } } }
        """;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eks-iam-cdk-aws.");

    [Fact]
    public async Task Stacks_and_objects_are_driven_by_the_AWS_CLI()
    {
        if (!ServedSandbox.HasAws())
        {
            output.WriteLine("The AWS CLI is not installed: Sandbox.Tests/Serve drives the same calls by the protocol alone.");
            return;
        }
        await using var sandbox = await ServedSandbox.StartAsync();
        var queue = Write("queue.json", """{"Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "one"} } } }""");
        var bad = Write("bad.json", Bad);
        var large = Write("large", new string('x', 9_000_000));

        (await sandbox.AwsAsync("sts", "get-caller-identity")).Succeeded().With("111122223333");
        (await sandbox.AwsAsync("cloudformation", "deploy", "--stack-name", "q", "--template-file", queue)).Succeeded().With("Successfully created");
        (await sandbox.AwsAsync("cloudformation", "deploy", "--stack-name", "q", "--template-file", queue, "--no-fail-on-empty-changeset"))
            .Succeeded().With("No changes to deploy");
        (await sandbox.AwsAsync("cloudformation", "create-stack", "--stack-name", "bad", "--template-body", $"file://{bad}"))
            .Failed().With("InsufficientCapabilitiesException").With("Requires capabilities : [CAPABILITY_NAMED_IAM]");
        (await sandbox.AwsAsync(
            "cloudformation", "create-stack", "--stack-name", "bad", "--template-body", $"file://{bad}", "--capabilities", "CAPABILITY_NAMED_IAM",
            "--on-failure", "DO_NOTHING")).Succeeded();
        (await sandbox.AwsAsync("cloudformation", "wait", "stack-create-complete", "--stack-name", "bad")).Failed().With("CREATE_FAILED");
        (await sandbox.AwsAsync("cloudformation", "describe-stack-events", "--stack-name", "bad")).Succeeded().With("already exists");
        (await sandbox.AwsAsync("cloudformation", "delete-stack", "--stack-name", "q")).Succeeded();
        (await sandbox.AwsAsync("cloudformation", "wait", "stack-delete-complete", "--stack-name", "q")).Succeeded();
        (await sandbox.AwsAsync("cloudformation", "describe-stacks", "--stack-name", "q")).Failed().With("Stack with id q does not exist");

        (await sandbox.AwsAsync("s3", "mb", "s3://here")).Succeeded();
        (await sandbox.AwsAsync("s3", "cp", large, "s3://here/some/large")).Succeeded();
        (await sandbox.AwsAsync("s3", "ls", "s3://here/some/")).Succeeded().With("9000000 large");
        (await sandbox.AwsAsync("s3", "cp", "s3://here/some/large", large + ".back")).Succeeded();
        Assert.True(File.ReadAllBytes(large).AsSpan().SequenceEqual(File.ReadAllBytes(large + ".back")));
        (await sandbox.AwsAsync("ssm", "get-parameter", "--name", "/none")).Failed().With("ParameterNotFound");
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        File.WriteAllText(path, text);
        return path;
    }
}
