using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.MappingLambda.Requests;

namespace EksIamCdk.MappingLambda.Tests.Properties;

/// <summary>What wrong properties get; every line names path, value and what was expected.</summary>
public sealed class BadPropertiesTests
{
    private const string Cluster = """ "Cluster":{"Name":"demo"} """;
    private const string Role = """ "RoleArn":"arn:aws:iam::111122223333:role/Dev" """;

    [Theory]
    [InlineData($$"""{{{Cluster}},"Username":"dev"}""", "RoleArn: missing, expected exactly one of RoleArn, UserArn, AccountId")]
    [InlineData($$"""{{{Cluster}},"RoleArn":"","Username":"dev"}""", "RoleArn: missing, expected the ARN of an IAM role")]
    [InlineData($$"""{{{Cluster}},{{Role}},"AccountId":"111122223333","Username":"dev"}""", "RoleArn and AccountId")]
    [InlineData($$"""{{{Cluster}},"RoleArn":"arn:aws:sts::111122223333:assumed-role/Dev/me","Username":"dev"}""", "probably arn:aws:iam::111122223333:role/Dev")]
    [InlineData($$"""{{{Cluster}},"RoleArn":"arn:aws:iam::111122223333:role/*","Username":"dev"}""", "wildcards")]
    [InlineData($$"""{{{Cluster}},"RoleArn":"arn:aws:iam::111122223333:role/Dev ","Username":"dev"}""", "probably arn:aws:iam::111122223333:role/Dev")]
    [InlineData($$"""{{{Cluster}},"RoleArn":"arn:aws:s3::111122223333:role/Dev","Username":"dev"}""", "the service here is s3")]
    [InlineData($$"""{{{Cluster}},"RoleArn":"arn:aws:iam::111122223333:user/Dev","Username":"dev"}""", "this is the ARN of a user")]
    [InlineData($$"""{{{Cluster}},"UserArn":"arn:aws:iam::111122223333:role/Dev","Username":"dev"}""", "this is the ARN of a role")]
    [InlineData($$"""{{{Cluster}},"AccountId":"1234"}""", "AccountId: got \"1234\", expected an account id of 12 digits")]
    [InlineData($$"""{{{Cluster}},"AccountId":"111122223333","Username":"x"}""", "no Username with AccountId")]
    [InlineData($$"""{{{Cluster}},"AccountId":"111122223333","Groups":["x"]}""", "no Groups with AccountId")]
    [InlineData($$"""{{{Cluster}},{{Role}}}""", "Username: missing")]
    [InlineData($$"""{{{Cluster}},{{Role}},"Username":""}""", "Username: missing")]
    [InlineData($$"""{{{Cluster}},{{Role}},"Username":"  "}""", "Username: got \"  \"")]
    [InlineData($$"""{{{Cluster}},{{Role}},"Username":"a\nb"}""", "control characters")]
    [InlineData($$"""{{{Cluster}},{{Role}},"Username":{"a":1} }""", "Username: got")]
    [InlineData($$"""{{{Cluster}},{{Role}},"Username":"\ud800" }""", "Username: got")]
    [InlineData($$"""{{{Cluster}},{{Role}},"Username":"dev","Groups":"devs"}""", "Groups: got \"devs\", expected a list")]
    [InlineData($$"""{{{Cluster}},{{Role}},"Username":"dev","Groups":["a",""]}""", "Groups[1]: missing")]
    [InlineData($$"""{{{Cluster}},{{Role}},"Username":"dev","Groups":["a",["b"]]}""", "Groups[1]: got")]
    [InlineData($$"""{{{Cluster}},{{Role}},"Username":"dev","OnConflict":"Replace"}""", "OnConflict: got \"Replace\", expected Fail or Adopt")]
    [InlineData($$"""{{{Cluster}},{{Role}},"Username":"dev","AllowLockout":"maybe"}""", "AllowLockout: got \"maybe\", expected true or false")]
    [InlineData($$"""{{{Cluster}},{{Role}},"Username":"dev","Usrname":"dev"}""", "Usrname: got \"an unknown property")]
    [InlineData($$"""{{{Cluster}},{{Role}},"Username":"dev","Manifest":"{}"}""", "Manifest: got \"an unknown property")]
    [InlineData($$"""{{{Role}},"Username":"dev"}""", "Cluster: missing")]
    [InlineData($$"""{"Cluster":"demo",{{Role}},"Username":"dev"}""", "Cluster: got \"demo\", expected an object")]
    [InlineData($$"""{"Cluster":{},{{Role}},"Username":"dev"}""", "Cluster.Name: missing")]
    [InlineData($$"""{"Cluster":{"Name":"a b"},{{Role}},"Username":"dev"}""", "Cluster.Name: got \"a b\"")]
    [InlineData($$"""{"Cluster":{"Name":"demo","Nmae":"x"},{{Role}},"Username":"dev"}""", "Cluster.Nmae: got")]
    [InlineData($$"""{"Cluster":{"Name":"demo","Arn":"arn:aws:eks:eu-central-1:111122223333:cluster/prod"},{{Role}},"Username":"dev"}""", "Cluster.Arn: got")]
    [InlineData($$"""{"Cluster":{"Name":"demo","Endpoint":"https://x"},{{Role}},"Username":"dev"}""", "Cluster.CertificateAuthorityData: missing")]
    [InlineData($$"""{"Cluster":{"Name":"demo","CertificateAuthorityData":"eA=="},{{Role}},"Username":"dev"}""", "Cluster.Endpoint: missing")]
    [InlineData($$"""{"Cluster":{"Name":"demo","Endpoint":"http://x","CertificateAuthorityData":"eA=="},{{Role}},"Username":"dev"}""", "Cluster.Endpoint: got \"http://x\"")]
    [InlineData($$"""{"Cluster":{"Name":"demo","Region":"evil.example/"},{{Role}},"Username":"dev"}""", "Cluster.Region: got")]
    [InlineData($$"""{"Cluster":{"Name":"demo","AccessRoleArn":"arn:aws:iam::111122223333:user/x"},{{Role}},"Username":"dev"}""", "Cluster.AccessRoleArn: got")]
    [InlineData("[]", "ResourceProperties: got")]
    [InlineData("null", "ResourceProperties: got")]
    public void A_wrong_entry_is_refused(string properties, string expected)
    {
        var reading = Read(Events.EntryType, properties);

        Assert.Null(reading.Resource);
        Assert.Contains(expected, reading.Failure!.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM010]", reading.Failure.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "EKSIAM010")]
    [InlineData("not json", "EKSIAM010")]
    [InlineData("[]", "EKSIAM010")]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"}}{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"b"}}""", "EKSIAM010")]
    [InlineData("""{"apiVersion":"v1","kind":"List","items":[]}""", "EKSIAM042")]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace","kind":"Namespace","metadata":{"name":"a"}}""", "EKSIAM010")]
    [InlineData("""{"apiVersion":"v1","kind":"Namespace","metadata":{"name":"a"},"data":{}}""", "EKSIAM010")]
    [InlineData("""{"apiVersion":"apps/v1","kind":"Deployment","metadata":{"name":"a"}}""", "EKSIAM042")]
    [InlineData("""{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"aws-auth","namespace":"kube-system"}}""", "EKSIAM042")]
    public void A_wrong_manifest_is_refused(string manifest, string code)
    {
        var properties = new JsonObject { ["Cluster"] = new JsonObject { ["Name"] = "demo" }, ["Manifest"] = manifest };

        var reading = Read(Events.ObjectType, properties.ToJsonString());

        Assert.Null(reading.Resource);
        Assert.EndsWith($"[{code}]", reading.Failure!.Reason, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData($$"""{{{Cluster}},"Allowed":[{"Verb":"get","Resource":"pods"}]}""", "PrincipalArn: missing, expected the ARN of an IAM role or user: either Username (and Groups) or PrincipalArn")]
    [InlineData($$"""{{{Cluster}},"Groups":["devs"],"Allowed":[{"Verb":"get","Resource":"pods"}]}""", "Username: missing")]
    [InlineData($$"""{{{Cluster}},"Username":"dev","PrincipalArn":"arn:aws:iam::111122223333:role/Dev","Allowed":[{"Verb":"get","Resource":"pods"}]}""", "PrincipalArn: got \"it, and Username or Groups\"")]
    [InlineData($$"""{{{Cluster}},"PrincipalArn":"arn:aws:iam::111122223333:root","Allowed":[{"Verb":"get","Resource":"pods"}]}""", "PrincipalArn: got \"arn:aws:iam::111122223333:root\"")]
    [InlineData($$"""{{{Cluster}},"PrincipalArn":"arn:aws:sts::111122223333:assumed-role/Dev/me","Allowed":[{"Verb":"get","Resource":"pods"}]}""", "probably arn:aws:iam::111122223333:role/Dev")]
    [InlineData($$"""{{{Cluster}},"Username":"dev"}""", "Allowed: missing, expected at least one line in Allowed or Denied")]
    [InlineData($$"""{{{Cluster}},"Username":"dev","Allowed":[],"Denied":[]}""", "Allowed: got \"no line\", expected at least one line in Allowed or Denied")]
    [InlineData($$"""{{{Cluster}},"Username":"dev","Allowed":"get pods"}""", "Allowed: got \"get pods\", expected a list, each item an object with Verb and Resource")]
    [InlineData($$"""{{{Cluster}},"Username":"dev","Denied":["get pods"]}""", "Denied[0]: got \"get pods\"")]
    [InlineData($$"""{{{Cluster}},"Username":"dev","Denied":[{"Resource":"pods"}]}""", "Denied[0].Verb: missing")]
    [InlineData($$"""{{{Cluster}},"Username":"dev","Denied":[{"Verb":"get"}]}""", "Denied[0].Resource: missing, expected exactly one of Resource, NonResourceUrl")]
    [InlineData($$"""{{{Cluster}},"Username":"dev","Denied":[{"Verb":"get","Resource":"pods","NonResourceUrl":"/x"}]}""", "Denied[0].Resource: got \"it, and NonResourceUrl\"")]
    [InlineData($$"""{{{Cluster}},"Username":"dev","Denied":[{"Verb":"get","NonResourceUrl":"/x","Namespace":"dev"}]}""", "Denied[0].NonResourceUrl: got \"it, and properties of a resource\"")]
    [InlineData($$"""{{{Cluster}},"Username":"dev","Denied":[{"Verb":"get","Resource":"pods","Namspace":"dev"}]}""", "Denied[0].Namspace: got \"an unknown property")]
    [InlineData($$"""{{{Cluster}},"Username":"dev","Denied":[{"Verb":"get","Resource":"pods","Name":{} }]}""", "Denied[0].Name: got")]
    [InlineData($$"""{{{Cluster}},"Username":"dev","WaitSeconds":"soon","Denied":[{"Verb":"get","Resource":"pods"}]}""", "WaitSeconds: got \"soon\", expected a whole number from 0 to 900")]
    [InlineData($$"""{{{Cluster}},"Username":"dev","WaitSeconds":-1,"Denied":[{"Verb":"get","Resource":"pods"}]}""", "WaitSeconds: got \"-1\"")]
    [InlineData($$"""{{{Cluster}},"Username":"dev","OnConflict":"Fail","Denied":[{"Verb":"get","Resource":"pods"}]}""", "OnConflict: got \"an unknown property")]
    public void A_wrong_check_is_refused(string properties, string expected)
    {
        var reading = Read(Events.CheckType, properties);

        Assert.Null(reading.Resource);
        Assert.Equal("check|demo|Dev", reading.PhysicalResourceId);
        Assert.Contains(expected, reading.Failure!.Reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM010]", reading.Failure.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_lookup_takes_nothing_but_the_cluster() =>
        Assert.Contains(
            "Groups: got \"an unknown property",
            Read(Events.LookupType, $$"""{{{Cluster}},"Groups":[]}""").Failure!.Reason,
            StringComparison.Ordinal);

    [Fact]
    public void All_problems_are_told_at_once()
    {
        var reason = Read(Events.EntryType, """{"Cluster":{"Nmae":"demo"},"RoleArn":"x","Groups":"y","OnConflict":"z"}""").Failure!.Reason;

        Assert.All(
            ["Cluster.Name", "Cluster.Nmae", "RoleArn", "Username", "Groups", "OnConflict"],
            path => Assert.Contains($"{path}: ", reason, StringComparison.Ordinal));
    }

    [Fact]
    public void An_unknown_type_is_refused_naming_the_known_ones()
    {
        var reason = Read("Custom::EksAwsAuthEntyr", "{}").Failure!.Reason;

        Assert.Contains(Events.EntryType, reason, StringComparison.Ordinal);
        Assert.Contains(Events.ObjectType, reason, StringComparison.Ordinal);
        Assert.EndsWith("[EKSIAM001]", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Scalars_may_be_texts_numbers_or_booleans_whatever_they_stand_for()
    {
        const string Properties = $$"""
            {"ServiceToken":"t","ServiceTimeout":180,"Cluster":{"Name":"demo","Region":"eu-central-1"},"AccountId":111122223333,"AllowLockout":true}
            """;

        Assert.Null(Read(Events.EntryType, Properties).Failure);
        Assert.Null(Read(Events.EntryType, Properties.Replace("true", "\"True\"", StringComparison.Ordinal)).Failure);
    }

    [Fact]
    public void Unknown_properties_do_not_matter_in_what_another_version_may_have_written()
    {
        using var properties = JsonDocument.Parse($$"""{"Cluster":{"Name":"demo","New":1},{{Role}},"Username":"dev","Newer":true}""");

        Assert.NotNull(new ResourceReader("eu-central-1").Read(Events.EntryType, "Dev", properties.RootElement, strict: false).Resource);
        Assert.Null(new ResourceReader("eu-central-1").Read(Events.EntryType, "Dev", properties.RootElement, strict: true).Resource);
    }

    [Fact]
    public void The_id_is_known_even_when_something_else_is_wrong() =>
        Assert.Equal(
            "aws-auth|demo|role|arn:aws:iam::111122223333:role/dev",
            Read(Events.EntryType, $$"""{{{Cluster}},{{Role}}}""").PhysicalResourceId);

    [Fact]
    public void Without_a_Region_anywhere_the_property_is_asked_for()
    {
        using var properties = JsonDocument.Parse($$"""{{{Cluster}},{{Role}},"Username":"dev"}""");

        Assert.Contains("Cluster.Region: missing", new ResourceReader(null).Read(Events.EntryType, "Dev", properties.RootElement, true).Failure!.Reason, StringComparison.Ordinal);
    }

    private static ResourceReading Read(string type, string properties)
    {
        using var parsed = JsonDocument.Parse(properties);
        return new ResourceReader("eu-central-1").Read(type, "Dev", parsed.RootElement, strict: true);
    }
}
