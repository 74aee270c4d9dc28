// The floor: no more than one GET and one PUT of a ConfigMap over TLS with the cluster's CA, for each line of standard input; a line of
// output when done. Arguments: the ConfigMap's URL, and the CA as base64 of its PEM text.
using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using System.Text;

using var authority = X509Certificate2.CreateFromPem(Encoding.ASCII.GetString(Convert.FromBase64String(args[1])));
var trust = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
trust.CustomTrustStore.Add(authority);
using var transport = new SocketsHttpHandler { UseProxy = false, SslOptions = new SslClientAuthenticationOptions { CertificateChainPolicy = trust } };
using var http = new HttpClient(transport);
while (await Console.In.ReadLineAsync() is not null)
{
    var map = await http.GetByteArrayAsync(args[0]);
    using var content = new ByteArrayContent(map);
    using var answer = await http.PutAsync(args[0], content);
    answer.EnsureSuccessStatusCode();
    Console.WriteLine("done");
}
