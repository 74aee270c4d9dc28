using System.CommandLine;

namespace EksIamCdk.Cli.AwsAuth;

internal static class AwsAuthCommand
{
    public static Command Build() => new("aws-auth", "Read an aws-auth ConfigMap as the authenticator of EKS reads it")
    {
        CheckCommand.Build(),
        ResolveCommand.Build(),
    };
}
