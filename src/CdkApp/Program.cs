using Amazon.CDK;
using EksIamCdk.Constructs;
var app = new App();
var stack = new Stack(app, "AccessStack", new StackProps { StackName = "eks-iam-access-demo", Synthesizer = new DefaultStackSynthesizer(new DefaultStackSynthesizerProps { GenerateBootstrapVersionRule = false }) });
var p = new MappingProvider(stack, "Provider", new() { Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }) });
_ = new AwsAuthEntry(stack, "E", new() { Provider = p, RoleArn = "arn:aws:iam::111122223333:role/X", Username = "x", Groups = ["a"] });
_ = new KubernetesObject(stack, "O", new() { Provider = p, Manifest = new Dictionary<string, object> { ["kind"] = "Namespace", ["apiVersion"] = "v1", ["metadata"] = new Dictionary<string, object> { ["name"] = "x" } } });
app.Synth();
