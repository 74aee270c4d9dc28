using System.Diagnostics;
using EksIamCdk.Access.Rbac;

namespace EksIamCdk.EndToEnd.Tests.Rbac;

/// <summary>The real kubectl: that of <c>EKSIAM_KUBECTL</c>, as test.sh gives it, else that of the PATH.</summary>
/// <param name="kubeconfig">The path of a kubeconfig of somebody who may impersonate.</param>
internal sealed class Kubectl(string kubeconfig)
{
    private static readonly string s_program = Environment.GetEnvironmentVariable("EKSIAM_KUBECTL") is { Length: > 0 } given ? given : "kubectl";

    public async Task<bool> CanIAsync(RbacUser user, AccessRequest request)
    {
        var start = new ProcessStartInfo(s_program) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var argument in (string[])["--kubeconfig", kubeconfig, "auth", "can-i", .. Words(request), "--as", user.Username, .. user.Groups.SelectMany(AsGroup)])
            start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        await process.WaitForExitAsync();
        return (await output).Split(' ', '\n')[0] switch
        {
            "yes" => true,
            "no" => false,
            _ => throw new InvalidOperationException($"kubectl auth can-i {request} answered neither yes nor no: {await output}{await error}"),
        };
    }

    private static string[] Words(AccessRequest request) => request is AccessRequest.OfResource resource
        ?
        [
            resource.Verb,
            $"{resource.Resource}{(resource.ApiGroup.Length == 0 ? "" : $".{resource.ApiGroup}")}{(resource.Name.Length == 0 ? "" : $"/{resource.Name}")}",
            .. resource.Subresource.Length == 0 ? Array.Empty<string>() : [$"--subresource={resource.Subresource}"],
            .. resource.Namespace.Length == 0 ? ["--all-namespaces"] : new[] { "--namespace", resource.Namespace },
        ]
        : [request.Verb, ((AccessRequest.OfUrl)request).Path];

    private static string[] AsGroup(string group) => ["--as-group", group];
}
