using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Fuzz.Tests.Targets;

/// <summary>The authenticator's own libraries, in a process of ours (<c>authenticator/main.go</c>).</summary>
internal sealed class AuthenticatorProcess
{
    private static readonly string? s_program = Environment.GetEnvironmentVariable("EKSIAM_FUZZ_AUTHENTICATOR") is { Length: > 0 } program ? program : null;
    private static readonly ThreadLocal<AuthenticatorProcess> s_ofThisThread = new(() => new AuthenticatorProcess(s_program!));
    private static readonly JsonSerializerOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly Process _process;

    private AuthenticatorProcess(string program) => _process = Process.Start(new ProcessStartInfo(program)
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
        StandardInputEncoding = new System.Text.UTF8Encoding(false),
        StandardOutputEncoding = System.Text.Encoding.UTF8,
    })!;

    /// <summary>Whether it is here to be asked: <c>EKSIAM_FUZZ_AUTHENTICATOR</c> names it.</summary>
    public static bool IsHere => s_program is not null;

    public static AuthenticatorReading Ask(Section section, string text) => s_ofThisThread.Value!.Asked(section, text);

    private AuthenticatorReading Asked(Section section, string text)
    {
        _process.StandardInput.Write(JsonSerializer.Serialize(new { section = section.Key(), text }, s_json) + "\n");
        _process.StandardInput.Flush();
        return AuthenticatorReading.Of(_process.StandardOutput.ReadLine()!);
    }
}
