// The floor: the requests of a change and no more, in the same .NET. For each invocation of the Lambda Runtime API one GET over TLS with the
// cluster's CA, one PUT (PATCH, DELETE), a PUT to ResponseURL and the report; and once DescribeCluster, where the event gives no endpoint. It
// checks nothing, keeps nothing and its token is made of nothing.
using System.Net.Http.Headers;
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json.Nodes;

var invocations = $"http://{Environment.GetEnvironmentVariable("AWS_LAMBDA_RUNTIME_API")}/2018-06-01/runtime/invocation/";
using var http = new HttpClient(new SocketsHttpHandler { UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };
HttpClient? cluster = null;
while (true)
{
    using var next = await http.GetAsync(new Uri(invocations + "next"));
    var id = next.Headers.GetValues("Lambda-Runtime-Aws-Request-Id").First();
    var request = JsonNode.Parse(await next.Content.ReadAsByteArrayAsync())!;
    cluster ??= Connect(await DescribeAsync(request["Cluster"]!));
    var path = (string)request["Path"]!;
    using var live = await cluster.GetAsync(path);
    var body = request["Manifest"];
    if (request["MapRoles"] is { } mapRoles)
    {
        body = JsonNode.Parse(await live.Content.ReadAsByteArrayAsync())!;
        body["data"]!["mapRoles"] = mapRoles.DeepClone();
    }

    var method = (string)request["Method"]!;
    using var change = new HttpRequestMessage(new HttpMethod(method), method == "PATCH" ? $"{path}?fieldManager=floor" : path);
    if (body is not null) change.Content = new StringContent(body.ToJsonString(), Encoding.UTF8, method == "PATCH" ? "application/apply-patch+yaml" : "application/json");
    using var changed = await cluster.SendAsync(change);
    changed.EnsureSuccessStatusCode();
    using var answer = await http.PutAsync(new Uri((string)request["ResponseURL"]!), new ByteArrayContent("{\"Status\":\"SUCCESS\"}"u8.ToArray()));
    using var report = await http.PostAsync(new Uri($"{invocations}{id}/response"), new ByteArrayContent("{}"u8.ToArray()));
}

async Task<JsonNode> DescribeAsync(JsonNode given)
{
    if (given["Endpoint"] is not null) return given;
    var url = new Uri($"{Environment.GetEnvironmentVariable("AWS_ENDPOINT_URL")}/clusters/{given["Name"]}");
    var described = JsonNode.Parse(await http.GetByteArrayAsync(url))!["cluster"]!;
    return new JsonObject { ["Endpoint"] = (string)described["endpoint"]!, ["CertificateAuthorityData"] = (string)described["certificateAuthority"]!["data"]! };
}

static HttpClient Connect(JsonNode where)
{
    var authority = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(Convert.FromBase64String((string)where["CertificateAuthorityData"]!)));
    var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
    trust.CustomTrustStore.Add(authority);
    var tls = new SslClientAuthenticationOptions { CertificateChainPolicy = trust };
    var client = new HttpClient(new SocketsHttpHandler { UseProxy = false, SslOptions = tls }) { BaseAddress = new Uri((string)where["Endpoint"]!) };
    client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "floor");
    return client;
}
