using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.S3;
using EksIamCdk.Constructs.Workloads;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests.Workloads;

public sealed class WorkloadIdentityTests
{
    private const string Issuer = "https://oidc.eks.eu-west-1.amazonaws.com/id/ABC";
    private static readonly ClusterAttributes s_known = new() { Name = "demo", OidcIssuer = Issuer };

    [Fact]
    public void IRSA_is_a_role_for_one_service_account_which_is_annotated_with_it()
    {
        var template = Template(stack => Workload(stack));

        AssertJson(
            """
            {"Description": "Pods of the service account s3-access in namespace app of demo",
             "AssumeRolePolicyDocument": {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRoleWithWebIdentity",
               "Principal": {"Federated": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::", {"Ref": "AWS::AccountId"},
                 ":oidc-provider/oidc.eks.eu-west-1.amazonaws.com/id/ABC"]]}},
               "Condition": {"StringEquals": {"oidc.eks.eu-west-1.amazonaws.com/id/ABC:aud": "sts.amazonaws.com",
                 "oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub": "system:serviceaccount:app:s3-access"}}}]},
             "Policies": [{"PolicyName": "Workload", "PolicyDocument": {"Version": "2012-10-17", "Statement": [
               {"Effect": "Allow", "Action": ["s3:GetObject", "s3:PutObject"], "Resource": ["arn:aws:s3:::demo-eks-app-data/*"]}]}}]}
            """,
            Role(template));
        var account = template.One("Custom::EksKubernetesObject")["Properties"]!;
        Assert.Null(account["OnConflict"]);
        AssertJson(
            """
            {"Fn::Join": ["", ["{\"apiVersion\":\"v1\",\"kind\":\"ServiceAccount\",\"metadata\":{\"name\":\"s3-access\",\"namespace\":\"app\",\"annotations\":{\"eks.amazonaws.com/role-arn\":\"",
              {"Fn::GetAtt": ["ROLE", "Arn"]}, "\"}}}"]]}
            """.Replace("ROLE", RoleId(template), StringComparison.Ordinal),
            account["Manifest"]);
    }

    [Fact]
    public void An_issuer_of_deploy_time_needs_no_custom_resource_of_its_own()
    {
        var template = Template(stack => Workload(stack, cluster: new() { Name = "demo" }));

        var sub = Role(template)["AssumeRolePolicyDocument"]!["Fn::Sub"]!;
        AssertJson(
            """{"StringEquals": {"${Issuer}:aud": "sts.amazonaws.com", "${Issuer}:sub": "system:serviceaccount:app:s3-access"}}""",
            JsonNode.Parse(sub[0]!.GetValue<string>())!["Statement"]![0]!["Condition"]);
        var lookup = template.All("Custom::EksClusterLookup").Single().Key;
        AssertJson(
            """{"Issuer": {"Fn::Select": [1, {"Fn::Split": ["//", {"Fn::GetAtt": ["LOOKUP", "OidcIssuer"]}]}]}}""".Replace("LOOKUP", lookup, StringComparison.Ordinal),
            sub[1]);
    }

    [Fact]
    public void Pod_Identity_is_an_association_before_the_service_account_and_a_role_for_nobody_else()
    {
        var template = Template(stack => Workload(stack, identity: WorkloadIdentityKind.PodIdentity));

        AssertJson(
            """
            [{"Effect": "Allow", "Principal": {"Service": "pods.eks.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"],
              "Condition": {"StringEquals": {"aws:RequestTag/eks-cluster-arn": {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":eks:",
                {"Ref": "AWS::Region"}, ":", {"Ref": "AWS::AccountId"}, ":cluster/demo"]]},
                "aws:RequestTag/kubernetes-namespace": "app", "aws:RequestTag/kubernetes-service-account": "s3-access"}}}]
            """,
            Role(template)["AssumeRolePolicyDocument"]!["Statement"]);
        var (id, association) = template.All("AWS::EKS::PodIdentityAssociation").Single();
        AssertJson(
            """{"ClusterName": "demo", "Namespace": "app", "ServiceAccount": "s3-access", "RoleArn": {"Fn::GetAtt": ["ROLE", "Arn"]}}"""
                .Replace("ROLE", RoleId(template), StringComparison.Ordinal),
            association["Properties"]);
        var account = template.One("Custom::EksKubernetesObject");
        Assert.Equal(
            """{"apiVersion":"v1","kind":"ServiceAccount","metadata":{"name":"s3-access","namespace":"app"}}""",
            account["Properties"]!["Manifest"]!.GetValue<string>());
        Assert.Contains(id, account["DependsOn"]!.AsArray().Select(other => other!.GetValue<string>()));
    }

    [Fact]
    public void A_role_that_exists_is_only_pointed_to()
    {
        var template = Template(stack => _ = new WorkloadIdentity(stack, "Workload", new()
        {
            Provider = Provider(stack, s_known),
            Namespace = "app",
            ServiceAccount = "s3-access",
            RoleArn = "arn:aws:iam::111122223333:role/s3",
        }));

        Assert.Equal(["ProviderLastAnswerRole917DC04B", "ProviderRole1DE8EC3B"], template.All("AWS::IAM::Role").Keys);
        Assert.Contains(
            "\"eks.amazonaws.com/role-arn\":\"arn:aws:iam::111122223333:role/s3\"",
            template.One("Custom::EksKubernetesObject")["Properties"]!["Manifest"]!.GetValue<string>(),
            StringComparison.Ordinal);
    }

    [Fact]
    public void The_service_account_of_somebody_else_is_annotated_or_left_alone()
    {
        var irsa = Template(stack => Workload(stack, exists: true));
        var associated = Template(stack => Workload(stack, identity: WorkloadIdentityKind.PodIdentity, exists: true));

        Assert.Equal("Adopt", irsa.One("Custom::EksKubernetesObject")["Properties"]!["OnConflict"]!.GetValue<string>());
        Assert.Empty(associated.All("Custom::EksKubernetesObject"));
    }

    [Fact]
    public void More_can_be_granted_to_the_role_in_code()
    {
        var template = Template(stack => new Bucket(stack, "Bucket").GrantRead(Workload(stack).Role));

        AssertJson(
            """[{"Ref": "ROLE"}]""".Replace("ROLE", RoleId(template), StringComparison.Ordinal),
            template.One("AWS::IAM::Policy")["Properties"]!["Roles"]);
    }

    [Fact]
    public void What_is_broad_is_warned_of()
    {
        var stack = new Stack(new App(), "Stack");
        _ = new WorkloadIdentity(stack, "Workload", new()
        {
            Provider = Provider(stack, s_known),
            Namespace = "app",
            ServiceAccount = "s3-access",
            Statements =
            [
                new() { Actions = ["s3:Get*", "logs:PutLogEvents"], Resources = ["arn:aws:s3:::*", "arn:aws:logs:eu-west-1:111122223333:log-group:app:*"] },
                new() { Actions = ["ec2:DescribeInstances"], Resources = ["*"] },
            ],
            ManagedPolicyArns = ["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess", "arn:aws:iam::aws:policy/AdministratorAccess"],
        });

        Assert.Equal(
        [
            "The resource arn:aws:s3:::* is broad: name the ARNs that the workload needs. [ack: eks-iam-cdk:broad-resource]",
            "The resource * is broad: name the ARNs that the workload needs. [ack: eks-iam-cdk:broad-resource]",
            "With arn:aws:iam::aws:policy/AdministratorAccess the pods may do everything in the account. [ack: eks-iam-cdk:workload-administrator]",
        ],
        Amazon.CDK.Assertions.Annotations.FromStack(stack).FindWarning("*", Amazon.CDK.Assertions.Match.AnyValue()).Select(
            warning => warning.Entry.Data!.ToString()!));
    }

    [Fact]
    public void Tokens_are_left_alone()
    {
        var template = Template(stack =>
        {
            var token = new CfnParameter(stack, "Token").ValueAsString;
            _ = new WorkloadIdentity(stack, "Workload", new()
            {
                Provider = Provider(stack, s_known),
                Namespace = token,
                ServiceAccount = token,
                Statements = [new() { Actions = [token], Resources = [token] }],
                ManagedPolicyArns = [token],
            });
        });

        AssertJson(
            """{"Fn::Join": ["", ["system:serviceaccount:", {"Ref": "Token"}, ":", {"Ref": "Token"}]]}""",
            Role(template)["AssumeRolePolicyDocument"]!["Statement"]![0]!["Condition"]!["StringEquals"]!["oidc.eks.eu-west-1.amazonaws.com/id/ABC:sub"]);
    }

    [Fact]
    public void All_wrong_properties_are_named_together()
    {
        var provider = Provider(new Stack(), new() { Name = "demo", AccessRoleArn = "arn:aws:iam::444455556666:role/Deployer" });
        var error = Assert.Throws<ArgumentException>(() => new WorkloadIdentity(new Stack(), "Workload", new()
        {
            Provider = provider,
            Namespace = "App",
            ServiceAccount = "s3_access",
            Identity = WorkloadIdentityKind.PodIdentity,
            RoleArn = "arn:aws:iam::111122223333:user/s3",
            Statements = [new() { Actions = ["*", "s3:*", "GetObject"], Resources = ["bucket"] }, new() { Actions = [], Resources = [] }],
            ManagedPolicyArns = ["ReadOnlyAccess"],
        }));

        Assert.Equal(
            "Default/Workload: Namespace: got \"App\", expected the name of a namespace: lower-case letters, digits or hyphens; "
            + "ServiceAccount: got \"s3_access\", expected the name of a service account: lower-case letters, digits or hyphens; "
            + "RoleArn: got \"arn:aws:iam::111122223333:user/s3\", expected the ARN of an IAM role; "
            + "RoleArn, Statements, ManagedPolicyArns: got \"both a role and what one may do\", expected RoleArn alone, or what a role that is made may do; "
            + "Statements[0].Actions[0]: got \"*\", expected the actions that the workload needs, not all there are; "
            + "Statements[0].Actions[1]: got \"s3:*\", expected the actions that the workload needs, not all there are; "
            + "Statements[0].Actions[2]: got \"GetObject\", expected an action, such as s3:GetObject; "
            + "Statements[0].Resources[0]: got \"bucket\", expected an ARN, such as arn:aws:s3:::bucket/*; "
            + "Statements[1].Actions: missing, expected at least one action, such as s3:GetObject; "
            + "Statements[1].Resources: missing, expected at least one ARN; "
            + "ManagedPolicyArns[0]: got \"ReadOnlyAccess\", expected the ARN of a managed policy, such as arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess; "
            + "Identity: got \"PodIdentity\", expected Irsa: the association of a cluster of another account is made in that account",
            error.Message);
    }

    private static WorkloadIdentity Workload(
        Stack stack, ClusterAttributes? cluster = null, WorkloadIdentityKind? identity = null, bool? exists = null) => new(stack, "Workload", new()
        {
            Provider = Provider(stack, cluster ?? s_known),
            Namespace = "app",
            ServiceAccount = "s3-access",
            Identity = identity,
            Statements = [new() { Actions = ["s3:GetObject", "s3:PutObject"], Resources = ["arn:aws:s3:::demo-eks-app-data/*"] }],
            ServiceAccountExists = exists,
        });

    private static string RoleId(JsonObject template) =>
        template.All("AWS::IAM::Role").Keys.Single(id => id.StartsWith("Workload", StringComparison.Ordinal));

    private static JsonNode Role(JsonObject template) => template["Resources"]![RoleId(template)]!["Properties"]!;
}
