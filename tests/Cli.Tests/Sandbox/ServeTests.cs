using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace EksIamCdk.Cli.Tests.Sandbox;

public sealed class ServeTests
{
    [Fact]
    public async Task It_prints_what_to_export_and_serves_there()
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "eksiam.dll"), "sandbox", "serve", "--port", "0"])
        {
            RedirectStandardOutput = true,
            RedirectStandardInput = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var lines = new List<string>();
            while (await process.StandardOutput.ReadLineAsync() is { } line && !line.StartsWith("unset", StringComparison.Ordinal))
            {
                lines.Add(line);
            }

            var endpoint = Assert.Single(lines, line => line.StartsWith("export AWS_ENDPOINT_URL=", StringComparison.Ordinal)).Split('=')[1];
            Assert.Contains("export AWS_REGION=eu-west-1 AWS_DEFAULT_REGION=eu-west-1", lines);
            using var http = new HttpClient();
            using var answer = await http.GetAsync(new Uri(endpoint));
            Assert.Contains("MissingAuthenticationToken", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
        finally
        {
            process.Kill();
        }
    }

    [Fact]
    public async Task A_port_in_use_is_told()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;

        var ended = await Eksiam.RunAsync("sandbox", "serve", "--port", $"{port}");

        Assert.Equal((ExitCode.BadInput, ""), (ended.ExitCode, ended.Output));
        Assert.Equal($"eksiam: --port {port}: it is in use, perhaps by another sandbox; choose another one, or 0 for any that is free", ended.Error.Trim());
    }

    [Fact]
    public async Task What_is_no_port_is_told()
    {
        var ended = await Eksiam.RunAsync("sandbox", "serve", "--port", "70000");

        Assert.Equal(ExitCode.BadInput, ended.ExitCode);
        Assert.Equal("eksiam: --port 70000: expected 0 to 65535", ended.Error.Trim());
    }
}
