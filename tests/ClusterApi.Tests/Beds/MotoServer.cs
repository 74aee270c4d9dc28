using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.ClusterApi.Tests.Beds;

/// <summary>
/// A real moto_server (https://docs.getmoto.org) with the cluster demo, a user who may all, a user who may nothing, and a role.
/// It checks signatures and IAM policies when it is told to; those of EKS it cannot check, not even botocore's.
/// </summary>
public sealed partial class MotoServer : IAsyncLifetime, IDisposable
{
    public const string Region = "eu-central-1";
    public const string RoleArn = "arn:aws:iam::123456789012:role/access";

    private const string NoAuthentication = "1000000";
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly HttpClient _http = new();
    private readonly TaskCompletionSource<string> _running = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _output = new();
    private Process? _process;

    public string Url { get; private set; } = "";

    internal AwsCredentials Admin { get; private set; } = new("", "", null);

    internal AwsCredentials Nobody { get; private set; } = new("", "", null);

    public async Task InitializeAsync()
    {
        _process = Start();
        _process.OutputDataReceived += (_, line) => Hear(line.Data);
        _process.ErrorDataReceived += (_, line) => Hear(line.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            Url = await _running.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            Assert.Fail($"moto_server did not start:\n{_output}");
        }

        await Ask("eks", "/clusters", """{"name":"demo","roleArn":"arn:aws:iam::123456789012:role/eks","resourcesVpcConfig":{"subnetIds":["subnet-1"]}}""");
        Admin = await User("admin");
        Nobody = await User("nobody");
        const string All = """{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["eks:*","sts:*"],"Resource":"*"}}""";
        await Iam($"Action=PutUserPolicy&UserName=admin&PolicyName=all&PolicyDocument={Uri.EscapeDataString(All)}");
        await Iam($"Action=CreateRole&RoleName=access&AssumeRolePolicyDocument={Uri.EscapeDataString(All)}");
        await Iam($"Action=PutRolePolicy&RoleName=access&PolicyName=all&PolicyDocument={Uri.EscapeDataString(All)}");
    }

    /// <summary>From now on, does it look at signatures and policies?</summary>
    internal async Task Authenticate(bool on) => await Post("/moto-api/reset-auth", on ? "0" : NoAuthentication, "text/plain", null);

    public async Task DisposeAsync()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        Dispose();
    }

    public void Dispose()
    {
        _process?.Dispose();
        _http.Dispose();
    }

    internal AwsEnvironment As(AwsCredentials? credentials) => new() { Credentials = () => credentials, EksEndpoint = Url, StsEndpoint = Url };

    private static Process Start()
    {
        var folder = Environment.GetEnvironmentVariable("EKSIAM_PYTHON_TOOLS");
        var start = new ProcessStartInfo(folder is { Length: > 0 } ? Path.Combine(folder, "moto_server") : "moto_server", ["-H", "127.0.0.1", "-p", "0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["INITIAL_NO_AUTH_ACTION_COUNT"] = NoAuthentication, ["PYTHONUNBUFFERED"] = "1" },
        };
        try
        {
            return Process.Start(start)!;
        }
        catch (System.ComponentModel.Win32Exception exception)
        {
            throw new InvalidOperationException(
                "moto_server is missing; run: export EKSIAM_PYTHON_TOOLS=$(tests/tools/python-tools.sh), or ./test.sh, which does it", exception);
        }
    }

    private void Hear(string? line)
    {
        if (line is null)
            return;
        lock (_output)
            _output.AppendLine(line);
        if (RunningOn().Match(line) is { Success: true } match)
            _running.TrySetResult(match.Value);
    }

    private async Task<AwsCredentials> User(string name)
    {
        await Iam($"Action=CreateUser&UserName={name}");
        var key = await Iam($"Action=CreateAccessKey&UserName={name}");
        string Element(string element) => Regex.Match(key, $"<{element}>(.*?)</{element}>").Groups[1].Value;
        return new AwsCredentials(Element("AccessKeyId"), Element("SecretAccessKey"), null);
    }

    private Task<string> Iam(string form) => Ask("iam", "/", $"{form}&Version=2010-05-08", "application/x-www-form-urlencoded");

    // Which service is meant is in the scope of the signature; nothing checks the rest of it yet.
    private Task<string> Ask(string service, string path, string body, string contentType = "application/json") =>
        Post(path, body, contentType, $"AWS4-HMAC-SHA256 Credential=AKID/20260101/{Region}/{service}/aws4_request, SignedHeaders=host, Signature=none");

    private async Task<string> Post(string path, string body, string contentType, string? authorization)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Url + path) { Content = new StringContent(body, Encoding.UTF8, contentType) };
        if (authorization is not null)
            request.Headers.TryAddWithoutValidation("Authorization", authorization);
        using var response = await _http.SendAsync(request);
        var answer = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, $"moto_server answered {path} with {answer}");
        return answer;
    }

    [GeneratedRegex("http://127\\.0\\.0\\.1:[0-9]+")]
    private static partial Regex RunningOn();
}
