using Amazon.CDK;
using EksIamCdk.Constructs;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Namespaces;
using EksIamCdk.Constructs.Workloads;

var app = new App();
var stack = new Stack(app, "Access");

var provider = new MappingProvider(stack, "Provider", new()
{
    Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }),
});
_ = new TeamNamespace(stack, "Shop", new()
{
    Provider = provider,
    Name = "shop",
    PodSecurity = PodSecurityLevel.Restricted,
    Network = NetworkDefaults.DenyIngress,
});
_ = new TeamAccess(stack, "Developers", new()
{
    Provider = provider,
    Name = "developers",
    Principals = [TeamPrincipal.Role("arn:aws:iam::111122223333:role/Developer")],
    Grants = [TeamGrant.Profile(TeamProfile.Edit, ["shop"])],
    Expect = new() { Allowed = ["create deployments.apps -n shop"], Denied = ["get secrets -n kube-system"] },
});
var uploader = new WorkloadIdentity(stack, "Uploader", new()
{
    Provider = provider,
    Namespace = "shop",
    ServiceAccount = "uploader",
    Statements = [new() { Actions = ["s3:PutObject"], Resources = ["arn:aws:s3:::shop-uploads/*"] }],
});
_ = new CfnOutput(stack, "UploaderRoleArn", new CfnOutputProps { Value = uploader.RoleArn });

app.Synth();
