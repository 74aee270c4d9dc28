using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Tests.AwsAuth;

public sealed class ReadingVectorTests
{
    public static TheoryData<string> Names => Vectors.Names("parse");

    [Theory]
    [MemberData(nameof(Names))]
    public void A_section_is_read_as_the_authenticator_reads_it(string name)
    {
        var vector = Vectors.Find("parse", name);

        var reading = SectionReader.Read(Vectors.SectionOf(vector), Vectors.Text(vector, "text"));

        Assert.Equal(vector.GetProperty("lost").GetBoolean(), reading.Lost);
        Assert.Equal(Vectors.Entries(vector.GetProperty("entries")), reading.Entries.Select(entry => entry.Entry));
    }
}
