using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using System.Xml.Linq;
using EksIamCdk.ClusterApi.Aws;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.Serve.S3;
using Microsoft.AspNetCore.Http;

namespace EksIamCdk.Sandbox.Tests.Serve;

/// <summary>The services beside CloudFormation, and who may call them.</summary>
public sealed class ServicesTests
{
    [Fact]
    public async Task Test_credentials_are_the_administrator_of_an_account()
    {
        await using var api = await ServedApi.StartAsync();

        var here = await api.QueryAsync("sts", "2011-06-15", "GetCallerIdentity");
        api.Credentials = new AwsCredentials("444455556666", "test", null);
        var there = await api.QueryAsync("sts", "2011-06-15", "GetCallerIdentity");

        Assert.Equal("arn:aws:iam::111122223333:user/administrator", here.Text("Arn"));
        Assert.Equal("444455556666", there.Text("Account"));
    }

    [Theory]
    [InlineData("test", "wrong", "SignatureDoesNotMatch")]
    [InlineData("AKIAUNKNOWN", "test", "InvalidClientTokenId")]
    public async Task Wrong_credentials_are_refused(string key, string secret, string code)
    {
        await using var api = await ServedApi.StartAsync();
        api.Credentials = new AwsCredentials(key, secret, null);

        var answer = await api.CallAsync("DescribeStacks");

        Assert.Equal((403, code), (answer.Status, answer.Code));
    }

    [Fact]
    public async Task Only_a_role_of_a_stack_is_assumed()
    {
        await using var api = await ServedApi.StartAsync();
        Task<ApiAnswer> Assume() => api.QueryAsync(
            "sts", "2011-06-15", "AssumeRole", ("RoleArn", "arn:aws:iam::111122223333:role/deploy"), ("RoleSessionName", "me"));
        var before = await Assume();
        await api.CallAsync(
            "CreateStack",
            ("StackName", "s"),
            ("Capabilities.member.1", "CAPABILITY_NAMED_IAM"),
            ("TemplateBody", """
                {"Resources": {"R": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "deploy", "AssumeRolePolicyDocument": {
                  "Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"AWS": "111122223333"} }]} } } } }
                """));
        await api.SettledAsync("s");

        var after = await Assume();
        api.Credentials = new AwsCredentials(after.Text("AccessKeyId"), after.Text("SecretAccessKey"), after.Text("SessionToken"));

        Assert.Equal((403, "AccessDenied"), (before.Status, before.Code));
        Assert.Equal(
            "arn:aws:sts::111122223333:assumed-role/deploy/me", (await api.QueryAsync("sts", "2011-06-15", "GetCallerIdentity")).Text("Arn"));
    }

    [Fact]
    public async Task Objects_are_put_read_listed_and_deleted()
    {
        await using var api = await ServedApi.StartAsync();
        await api.S3Async(HttpMethod.Put, "/b", "<CreateBucketConfiguration><LocationConstraint>eu-west-1</LocationConstraint></CreateBucketConfiguration>"u8.ToArray());
        foreach (var key in new[] { "a/1", "a/2", "c" })
            Assert.Equal(HttpStatusCode.OK, (await api.S3Async(HttpMethod.Put, $"/b/{key}", "0123456789"u8.ToArray())).StatusCode);

        var listed = await XmlAsync(await api.S3Async(HttpMethod.Get, "/b/"));
        var range = await api.S3Async(HttpMethod.Get, "/b/c", null, ("range", "bytes=2-4"));
        await api.S3Async(HttpMethod.Delete, "/b/c");
        var gone = await api.S3Async(HttpMethod.Get, "/b/c");

        Assert.Equal(["a/1", "a/2", "c"], listed.Texts("Key"));
        Assert.Equal((HttpStatusCode.PartialContent, "234"), (range.StatusCode, await range.Content.ReadAsStringAsync()));
        Assert.Equal((404, "NoSuchKey"), ((int)gone.StatusCode, (await XmlAsync(gone)).Code));
        Assert.Equal("BucketNotEmpty", (await XmlAsync(await api.S3Async(HttpMethod.Delete, "/b"))).Code);
        Assert.Equal("NoSuchBucket", (await XmlAsync(await api.S3Async(HttpMethod.Get, "/none/key"))).Code);
    }

    [Theory]
    [InlineData("location", "eu-west-1")]
    [InlineData("versioning", "Enabled")]
    [InlineData("encryption", "aws:kmsfalse")]
    public async Task A_bucket_says_what_the_CDK_CLI_asks_of_it(string question, string answer)
    {
        var buckets = new BucketStore(null, TimeProvider.System);
        buckets.Create(new RegionalName("111122223333", "eu-west-1", "b"), "Enabled", "aws:kms");
        var service = new S3Service(buckets);
        AwsRequest Asked(string host, string path, string owner) => new()
        {
            Method = "GET",
            Host = host,
            Path = path,
            Query = [KeyValuePair.Create(question, "")],
            Headers = new HeaderDictionary { ["x-amz-expected-bucket-owner"] = owner },
        };

        foreach (var (host, path) in new[] { ("127.0.0.1:4599", "/b"), ("b.localhost:4599", "/"), ("b.s3.eu-west-1.amazonaws.com", "/") })
        {
            var said = await service.AnswerAsync(Asked(host, path, "111122223333"), default);
            Assert.Equal(answer, XElement.Load(new MemoryStream(said.Body)).Value);
        }
        await Assert.ThrowsAsync<AwsErrorException>(() => service.AnswerAsync(Asked("127.0.0.1", "/b", "444455556666"), default));
    }

    [Fact]
    public void A_body_in_chunks_is_put_together_and_its_checksum_is_checked()
    {
        var chunked = AwsChunked.Read("5\r\nhello\r\n6;chunk-signature=ab\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n"u8);

        Assert.Equal("hello world", Encoding.ASCII.GetString(chunked.Content));
        Checksums.Check(chunked.Content, chunked.Trailers.GetValueOrDefault);
        Assert.Throws<AwsErrorException>(() => Checksums.Check("hello"u8.ToArray(), chunked.Trailers.GetValueOrDefault));
        Assert.Throws<AwsErrorException>(() => AwsChunked.Read("5\r\nhel"u8));
    }

    [Fact]
    public async Task A_bucket_of_a_stack_is_there_and_is_deleted_only_when_it_is_empty()
    {
        await using var api = await ServedApi.StartAsync();
        await api.CallAsync("CreateStack", ("StackName", "s"), ("TemplateBody", """
            {"Resources": {"B": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "of-a-stack", "VersioningConfiguration": {"Status": "Enabled"} } } } }
            """));
        await api.SettledAsync("s");
        await api.S3Async(HttpMethod.Put, "/of-a-stack/key", "x"u8.ToArray());

        await api.CallAsync("DeleteStack", ("StackName", "s"));
        Assert.Equal("DELETE_FAILED", (await api.SettledAsync("s")).Text("StackStatus"));
        await api.S3Async(HttpMethod.Delete, "/of-a-stack/key");
        await api.CallAsync("DeleteStack", ("StackName", "s"));
        Assert.Equal(HttpStatusCode.NotFound, (await api.S3Async(HttpMethod.Head, "/of-a-stack")).StatusCode);
    }

    [Fact]
    public async Task A_parameter_of_a_stack_is_in_the_Parameter_Store_and_other_stacks_take_it()
    {
        await using var api = await ServedApi.StartAsync();
        const string taking = """
            {"Parameters": {"V": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/x/version"} },
             "Resources": {"Q": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": {"Ref": "V"} } } } }
            """;
        Assert.Contains("/x/version", (await api.CallAsync("CreateStack", ("StackName", "b"), ("TemplateBody", taking))).Message, StringComparison.Ordinal);
        await api.CallAsync("CreateStack", ("StackName", "a"), ("TemplateBody", """
            {"Resources": {"P": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Name": "/x/version", "Value": "27"} } } }
            """));
        await api.SettledAsync("a");

        var parameter = await api.SsmAsync("GetParameter", new JsonObject { ["Name"] = "/x/version" });
        await api.CallAsync("CreateStack", ("StackName", "b"), ("TemplateBody", taking));
        var stack = await api.SettledAsync("b");

        Assert.Equal("27", (string?)parameter["Parameter"]!["Value"]);
        Assert.Equal(("/x/version", "27"), (stack.Text("ParameterValue"), stack.Text("ResolvedValue")));
        Assert.Equal("ParameterNotFound", (string?)(await api.SsmAsync("GetParameter", new JsonObject { ["Name"] = "/none" }))["__type"]);
    }

    private static async Task<ApiAnswer> XmlAsync(HttpResponseMessage answer) =>
        new((int)answer.StatusCode, XElement.Parse(await answer.Content.ReadAsStringAsync()));
}
