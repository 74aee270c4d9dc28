using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using EksIamCdk.ClusterApi.Aws;

namespace EksIamCdk.Sandbox.Tests.Serve;

/// <summary>A sandbox that is served, and signed requests to it.</summary>
internal sealed class ServedApi : IAsyncDisposable
{
    private readonly HttpClient _http = new();

    private ServedApi(SandboxSession session) => Session = session;

    public SandboxSession Session { get; }

    public AwsCredentials Credentials { get; set; } = new("test", "test", null);

    public static async Task<ServedApi> StartAsync(string? stateFolder = null) =>
        new(await SandboxSession.StartAsync(new SandboxOptions { StateFolder = stateFolder, Serve = new ServeOptions() }, default));

    public Task<ApiAnswer> CallAsync(string action, params (string Name, string Value)[] parameters) =>
        QueryAsync("cloudformation", "2010-05-15", action, parameters);

    public async Task<ApiAnswer> QueryAsync(string service, string version, string action, params (string Name, string Value)[] parameters)
    {
        IEnumerable<(string Name, string Value)> all = [("Action", action), ("Version", version), .. parameters];
        var form = string.Join('&', all.Select(pair => $"{pair.Name}={Uri.EscapeDataString(pair.Value)}"));
        using var answer = await SendAsync(
            service, HttpMethod.Post, "/", Encoding.UTF8.GetBytes(form), ("content-type", "application/x-www-form-urlencoded"));
        return new ApiAnswer((int)answer.StatusCode, XElement.Parse(await answer.Content.ReadAsStringAsync()));
    }

    public async Task<JsonNode> SsmAsync(string operation, JsonObject input)
    {
        using var answer = await SendAsync(
            "ssm",
            HttpMethod.Post,
            "/",
            Encoding.UTF8.GetBytes(input.ToJsonString()),
            ("content-type", "application/x-amz-json-1.1"), ("x-amz-target", $"AmazonSSM.{operation}"));
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
    }

    public Task<HttpResponseMessage> S3Async(HttpMethod method, string path, byte[]? body = null, params (string Name, string Value)[] headers) =>
        SendAsync("s3", method, path, body ?? [], headers);

    /// <returns>The stack as DescribeStacks has it, once nothing goes on any more.</returns>
    public async Task<ApiAnswer> SettledAsync(string stack)
    {
        while (true)
        {
            var answer = await CallAsync("DescribeStacks", ("StackName", stack));
            if (!answer.Text("StackStatus").EndsWith("_IN_PROGRESS", StringComparison.Ordinal))
                return answer;
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Session.DisposeAsync();
    }

    private async Task<HttpResponseMessage> SendAsync(
        string service, HttpMethod method, string path, byte[] body, params (string Name, string Value)[] extra)
    {
        var address = new Uri(Session.AwsEndpointUrl + path);
        var signature = new SignatureV4(Credentials, "eu-west-1", service, TimeProvider.System.GetUtcNow());
        List<KeyValuePair<string, string>> headers = [new("x-amz-date", signature.Date), .. extra.Select(e => KeyValuePair.Create(e.Name, e.Value))];
        if (Credentials.SessionToken is { } token)
            headers.Add(new("x-amz-security-token", token));
        using var request = new HttpRequestMessage(method, address);
        if (body.Length > 0)
            request.Content = new ByteArrayContent(body);
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                request.Content?.Headers.TryAddWithoutValidation(name, value);
        }
        headers.Add(new("host", address.Authority));
        request.Headers.TryAddWithoutValidation(
            "Authorization", signature.Authorization(method.Method, address.AbsolutePath, headers, body));
        return await _http.SendAsync(request);
    }
}

/// <summary>An XML answer. <see cref="Text"/> is of the first element of that name.</summary>
internal sealed record ApiAnswer(int Status, XElement Body)
{
    public string Code => Text("Code");

    public string Message => Text("Message");

    public string Text(string name) => Elements(name).FirstOrDefault()?.Value ?? "";

    public IReadOnlyList<string> Texts(string name) => [.. Elements(name).Select(element => element.Value)];

    public IEnumerable<XElement> Elements(string name) => Body.DescendantsAndSelf().Where(element => element.Name.LocalName == name);
}
