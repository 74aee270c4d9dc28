using System.CommandLine;

namespace EksIamCdk.Cli.Input;

/// <summary>The FILE of the aws-auth commands.</summary>
internal static class FileArgument
{
    public static Argument<T> Of<T>(ArgumentArity arity)
    {
        var argument = new Argument<T>("FILE")
        {
            Description = "A ConfigMap as YAML or JSON, as kubectl prints it; - is standard input",
            Arity = arity,
        };

        // The parser takes an unknown option for one more file.
        argument.Validators.Add(result =>
        {
            foreach (var token in result.Tokens.Where(token => token.Value is ['-', _, ..]))
            {
                result.AddError($"there is no option {token.Value} (a file of that name is ./{token.Value})");
            }
        });
        return argument;
    }
}
