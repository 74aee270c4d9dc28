namespace EksIamCdk.Fuzz.Tests;

public static class FuzzTargets
{
    public static IReadOnlyList<IFuzzTarget> All { get; } =
        [new ReadingTarget(), new EditTarget(), new EntryTarget(), new ArnTarget(), new ManifestTarget(), new EventTarget(), new SpecTarget()];

    public static IFuzzTarget Named(string name) => All.Single(target => target.Name == name);
}
