using EksIamCdk.ClusterApi;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.MappingLambda;
using EksIamCdk.MappingLambda.Drift;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;
using EksIamCdk.MappingLambda.Runtime;

Func<string, string?> variable = Environment.GetEnvironmentVariable;
var time = TimeProvider.System;
var log = Log.ToStandardOutput(variable("EKSIAM_LOG_LEVEL"), time);

if (variable("AWS_LAMBDA_RUNTIME_API") is not { Length: > 0 } runtimeApi)
{
    await Console.Error.WriteLineAsync("MappingLambda is a Lambda function: AWS_LAMBDA_RUNTIME_API must name its Runtime API (host:port).");
    return 1;
}

TrustedRoots.ReadAhead();
using var api = new RuntimeApi(runtimeApi, time);
using var sender = ResponseSender.Create(time, log);
using var clusters = new ClusterConnector(AwsEnvironment.FromVariables(variable), time);
var handler = new RequestHandler(new RequestReader(new ResourceReader(variable("AWS_REGION"))), clusters, variable("EKSIAM_AWAIT_ACCESS_ENTRIES") == "true", time, log);
await new RuntimeLoop(api, new Invocation(handler, new DriftWork(clusters, variable("AWS_REGION"), time, log), sender, time, log), time, log).RunAsync(CancellationToken.None);
return 0;
