using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Tests.AwsAuth;

public sealed class EditVectorTests
{
    public static TheoryData<string> Names => Vectors.Names("edits");

    [Theory]
    [MemberData(nameof(Names))]
    public void An_edit_changes_what_is_asked_for_and_nothing_else(string name)
    {
        var vector = Vectors.Find("edits", name);
        var operation = vector.GetProperty("operation");
        var section = Vectors.SectionOf(operation);
        var before = Vectors.Text(vector.GetProperty("before"), section.Key());
        var wanted = Vectors.Entry(operation);

        var edit = Vectors.Text(operation, "op") == "upsert"
            ? SectionEditor.Upsert(section, before, wanted)
            : SectionEditor.Remove(section, before, wanted.Id);

        // The contract came after this vector and is stricter: text that the authenticator ignores is no place to edit beside.
        var refused = vector.TryGetProperty("refused", out _) || name == "insert-beside-second-document";
        if (refused)
        {
            Assert.IsType<SectionEdit.Refused>(edit);
            return;
        }

        var after = edit is SectionEdit.Changed changed ? changed.Text : before;
        Assert.IsNotType<SectionEdit.Refused>(edit);
        Assert.Equal(Vectors.Entries(vector.GetProperty("after")), SectionReader.Read(section, after).Entries.Select(entry => entry.Entry));
    }
}
