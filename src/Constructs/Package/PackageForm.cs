namespace EksIamCdk.Constructs.Package;

/// <summary>What a <see cref="Packaging"/> means for those who make a package and those who deploy it.</summary>
/// <param name="Runtime">Lambda's name of the runtime.</param>
/// <param name="Handler">The function's handler in it.</param>
/// <param name="Program">The file that Lambda starts.</param>
/// <param name="PublishArguments">What makes <c>dotnet publish src/MappingLambda</c> publish it.</param>
internal sealed record PackageForm(string Runtime, string Handler, string Program, IReadOnlyList<string> PublishArguments)
{
    private static readonly PackageForm s_managed = new("dotnet10", "MappingLambda", "MappingLambda.dll", []);
    private static readonly PackageForm s_native = new("provided.al2023", "bootstrap", "bootstrap", ["-p:EksIamPackaging=NativeAot"]);

    public bool IsNative => ReferenceEquals(this, s_native);

    public string Command => string.Join(' ', ["dotnet publish src/MappingLambda", .. PublishArguments]);

    public static PackageForm Of(Packaging packaging) => packaging == Packaging.NativeAot ? s_native : s_managed;
}
