using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Fuzz.Tests;

/// <summary>What the authenticator's own libraries made of a section is what we make of it.</summary>
public sealed class RecordedReadingTests
{
    [Fact]
    public void Each_section_is_read_as_the_authenticator_read_it()
    {
        var differences =
            from recorded in RecordedReading.All
            let section = Sections.All.Single(section => section.Key() == recorded.Section)
            let difference = AuthenticatorReading.Of(recorded.Authenticator).Difference(SectionReader.Read(section, recorded.Text))
            where difference is not null
            select $"{recorded.Text}\n--- {difference}";

        Assert.Empty(differences);
    }

    [Fact]
    public void The_recorded_sections_are_many_of_each_sort()
    {
        var sorts = RecordedReading.All.GroupBy(recorded => (recorded.Section, Lost: AuthenticatorReading.Of(recorded.Authenticator).Lost)).ToList();

        Assert.Equal(6, sorts.Count);
        Assert.All(sorts, sort => Assert.True(sort.Count() >= 50, $"{sort.Key}: {sort.Count()}"));
    }
}
