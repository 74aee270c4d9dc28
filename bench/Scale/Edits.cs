using System.Globalization;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Tests.AwsAuth;

namespace EksIamCdk.Bench.Scale;

/// <summary>One entry of aws-auth changed in the text, read back included: in the middle, and at the end where there was none.</summary>
internal static class Edits
{
    private static readonly int[] Sizes = [10, 50, 100, 500, 1000, 5000];

    public static IReadOnlyList<Series> Measure()
    {
        // .NET compiles again what runs often, by what it has seen then: it is to have seen all of it.
        foreach (var flow in new[] { false, true })
            _ = Time(Sizes[^1], flow, isNew: true) + Time(Sizes[^1], flow, isNew: false);
        return [.. InTurn()];
    }

    private static IEnumerable<Series> InTurn() =>
        from flow in new[] { false, true }
        from isNew in new[] { true, false }
        select new Series(
            string.Create(
                CultureInfo.InvariantCulture,
                $"{(isNew ? "An entry added" : "The entry in the middle changed")}, {(flow ? "JSON" : "block style with comments")}, up to {LargeSections.Roles(Sizes[^1], flow).Length / 1024} KiB"),
            "entries",
            [.. Sizes.Select(size => new Point(size, Time(size, flow, isNew)))]);

    private static double Time(int size, bool flow, bool isNew)
    {
        var text = LargeSections.Roles(size, flow);
        var wanted = new MappingEntry { Id = isNew ? "arn:aws:iam::999988887777:role/new" : LargeSections.Arn(size / 2), Username = "new", Groups = ["viewers"] };
        return Timing.Median(100, 101, () =>
        {
            if (SectionEditor.Upsert(Section.MapRoles, text, wanted) is not SectionEdit.Changed) throw new InvalidOperationException("The edit was refused.");
        });
    }
}
