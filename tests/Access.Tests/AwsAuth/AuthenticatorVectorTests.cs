using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Tests.AwsAuth;

public sealed class AuthenticatorVectorTests
{
    public static TheoryData<string> CanonicalNames => Vectors.Names("canonicalize");

    public static TheoryData<string> ResolveNames => Vectors.Names("resolve");

    [Theory]
    [MemberData(nameof(CanonicalNames))]
    public void An_ARN_becomes_the_canonical_one_of_the_authenticator(string name)
    {
        var vector = Vectors.Find("canonicalize", name);

        Assert.Equal(Vectors.Text(vector, "canonical"), Authenticator.Canonicalize(Vectors.Text(vector, "arn")!));
    }

    [Theory]
    [MemberData(nameof(ResolveNames))]
    public void A_caller_becomes_whom_the_authenticator_makes_of_it(string name)
    {
        var vector = Vectors.Find("resolve", name);
        var data = vector.GetProperty("data").EnumerateObject().ToDictionary(section => section.Name, section => section.Value.GetString()!);
        var caller = vector.GetProperty("caller");

        var resolution = Authenticator.Resolve(data, new Caller
        {
            Arn = Vectors.Text(caller, "arn")!,
            SessionName = Vectors.Text(caller, "sessionName") ?? "",
            AccessKeyId = Vectors.Text(caller, "accessKeyId") ?? "",
            Ec2PrivateDnsName = Vectors.Text(caller, "ec2PrivateDnsName"),
        });

        if (vector.GetProperty("mapped").GetBoolean())
        {
            var mapped = Assert.IsType<Resolution.Mapped>(resolution);
            Assert.Equal(Vectors.Text(vector, "username"), mapped.Username);
            Assert.Equal(vector.GetProperty("groups").EnumerateArray().Select(group => group.GetString()), mapped.Groups);
        }
        else
        {
            Assert.IsType<Resolution.Refused>(resolution);
        }
    }
}
