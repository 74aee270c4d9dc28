namespace EksIamCdk.Access.Tests.Spec;

/// <summary>Files of this repository, for tests that keep them current: with EKSIAM_UPDATE=1 they are written anew.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);

    public static void AssertCurrent(string file, string expected)
    {
        if (Environment.GetEnvironmentVariable("EKSIAM_UPDATE") == "1") File.WriteAllText(file, expected);
        Assert.True(File.Exists(file), $"{file} is missing: run the tests with EKSIAM_UPDATE=1 and look at what changed");
        Assert.Equal(File.ReadAllText(file), expected);
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "EksIamCdk.sln"))) folder = folder.Parent!;
        return folder.FullName;
    }
}
