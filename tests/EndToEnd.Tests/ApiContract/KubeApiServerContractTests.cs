using EksIamCdk.EndToEnd.Tests.Kubernetes;

namespace EksIamCdk.EndToEnd.Tests.ApiContract;

[Collection(KubeApiServerCollection.Name)]
public sealed class KubeApiServerContractTests(KubeApiServerFixture server) : ApiServerContract(server.Backend);
