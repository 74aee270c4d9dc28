using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;

namespace EksIamCdk.EndToEnd.Tests.Serve;

/// <summary>What a synth of a small app would have left in cdk.out: one stack, with the published function as an asset.</summary>
internal sealed class CdkAssembly : IDisposable
{
    private const string Bootstrap = "/cdk-bootstrap/hnb659fds/version";
    private const string Function = "0f0e0d0c0b0a09080706050403020100f0e0d0c0b0a090807060504030201000";
    private const string Role = "arn:${AWS::Partition}:iam::${AWS::AccountId}:role/cdk-hnb659fds-NAME-role-${AWS::AccountId}-${AWS::Region}";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("eks-iam-cdk-app.");

    public string Path => _folder.FullName;

    /// <param name="resources">Of the template, besides the function, as JSON members.</param>
    public void Write(params string[] resources)
    {
        var template = $$$"""
            {"Resources": {
              "Role": {"Type": "AWS::IAM::Role", "Properties": {"AssumeRolePolicyDocument": {"Statement": [
                {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}]} } },
              "Function": {"Type": "AWS::Lambda::Function", "Properties": {
                "Handler": "MappingLambda", "Runtime": "dotnet10", "MemorySize": 512, "Timeout": 120, "Role": {"Fn::GetAtt": ["Role", "Arn"]},
                "Code": {"S3Bucket": {"Fn::Sub": "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}"}, "S3Key": "{{{Function}}}.zip"} } },
              "Entry": {"Type": "AWS::EKS::AccessEntry", "Properties": {"ClusterName": "demo", "PrincipalArn": {"Fn::GetAtt": ["Role", "Arn"]},
                "AccessPolicies": [{"PolicyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
                  "AccessScope": {"Type": "cluster"} }] } },
              {{{string.Join(",\n", resources)}}}
             },
             "Outputs": {"RoleArn": {"Value": {"Fn::GetAtt": ["Role", "Arn"]} } },
             "Parameters": {"BootstrapVersion": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "{{{Bootstrap}}}"} } }
            """;
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(template)));
        Save("Access.template.json", template);
        Save("Access.assets.json", new JsonObject
        {
            ["version"] = "38.0.0",
            ["files"] = new JsonObject
            {
                [Function] = Asset("asset.function", "zip", $"{Function}.zip"),
                [hash] = Asset("Access.template.json", "file", $"{hash}.json"),
            },
        }.ToJsonString());
        Save("manifest.json", new JsonObject
        {
            ["version"] = "38.0.0",
            ["artifacts"] = new JsonObject { ["Access.assets"] = Assets(), ["Access"] = Stack(hash) },
        }.ToJsonString());
        Directory.CreateDirectory(System.IO.Path.Combine(Path, "asset.function"));
        foreach (var file in Directory.GetFiles(Cloud.FunctionProcesses.Folder()))
            File.Copy(file, System.IO.Path.Combine(Path, "asset.function", System.IO.Path.GetFileName(file)), overwrite: true);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void Save(string name, string text) => File.WriteAllText(System.IO.Path.Combine(Path, name), text);

    private static string RoleOf(string name) => Role.Replace("NAME", name, StringComparison.Ordinal);

    private static JsonObject Asset(string path, string packaging, string key) => new()
    {
        ["source"] = new JsonObject { ["path"] = path, ["packaging"] = packaging },
        ["destinations"] = new JsonObject
        {
            ["current_account-current_region"] = new JsonObject
            {
                ["bucketName"] = "cdk-hnb659fds-assets-${AWS::AccountId}-${AWS::Region}",
                ["objectKey"] = key,
                ["assumeRoleArn"] = RoleOf("file-publishing"),
            },
        },
    };

    private static JsonObject Assets() => new()
    {
        ["type"] = "cdk:asset-manifest",
        ["properties"] = new JsonObject
        {
            ["file"] = "Access.assets.json",
            ["requiresBootstrapStackVersion"] = 6,
            ["bootstrapStackVersionSsmParameter"] = Bootstrap,
        },
    };

    private static JsonObject Stack(string hash) => new()
    {
        ["type"] = "aws:cloudformation:stack",
        ["environment"] = "aws://unknown-account/unknown-region",
        ["properties"] = new JsonObject
        {
            ["templateFile"] = "Access.template.json",
            ["assumeRoleArn"] = RoleOf("deploy"),
            ["cloudFormationExecutionRoleArn"] = RoleOf("cfn-exec"),
            ["stackTemplateAssetObjectUrl"] = $"s3://cdk-hnb659fds-assets-${{AWS::AccountId}}-${{AWS::Region}}/{hash}.json",
            ["requiresBootstrapStackVersion"] = 6,
            ["bootstrapStackVersionSsmParameter"] = Bootstrap,
            ["additionalDependencies"] = new JsonArray("Access.assets"),
            ["lookupRole"] = new JsonObject
            {
                ["arn"] = RoleOf("lookup"),
                ["requiresBootstrapStackVersion"] = 8,
                ["bootstrapStackVersionSsmParameter"] = Bootstrap,
            },
        },
        ["dependencies"] = new JsonArray("Access.assets"),
    };
}
