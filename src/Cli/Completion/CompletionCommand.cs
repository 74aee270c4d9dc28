using System.CommandLine;

namespace EksIamCdk.Cli.Completion;

/// <summary><c>eksiam completion SHELL</c>: a script that asks this program itself, by the directive <c>[suggest]</c> of System.CommandLine.</summary>
internal static class CompletionCommand
{
    public static Command Build()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh or fish" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish");
        var command = new Command(
            "completion",
            """
            Print a script that completes commands, options, and the principals of a saved state.

            Examples:
              source <(eksiam completion bash)
              eksiam completion zsh > ~/.zfunc/_eksiam
              eksiam completion fish > ~/.config/fish/completions/eksiam.fish

            Exit codes: 0 printed; 2 bad input
            """) { shell };
        command.SetAction(line => Console.Out.Write(line.GetRequiredValue(shell) switch
        {
            "bash" => Bash,
            "zsh" => Zsh,
            _ => Fish,
        }));
        return command;
    }

    // Colons part words in bash; ARNs have them, so that the words are joined again.
    private const string Bash = """
        _eksiam() {
          local current
          _get_comp_words_by_ref -n : current 2>/dev/null || current=${COMP_WORDS[COMP_CWORD]}
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$(eksiam "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "$current"))
          if declare -F __ltrim_colon_completions >/dev/null; then __ltrim_colon_completions "$current"; fi
        }
        complete -F _eksiam eksiam

        """;

    private const string Zsh = """
        #compdef eksiam
        _eksiam() {
          local -a answers
          answers=("${(@f)$(eksiam "[suggest:${#BUFFER}]" "$BUFFER" 2>/dev/null)}")
          compadd -- $answers
        }
        if [ "$funcstack[1]" = _eksiam ]; then _eksiam "$@"; else compdef _eksiam eksiam; fi

        """;

    private const string Fish = """
        complete -f -c eksiam -a '(eksiam "[suggest:"(string length (commandline -cp))"]" (commandline -cp) 2>/dev/null)'

        """;
}
