using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Cli.AwsAuth;
using EksIamCdk.Cli.Input;
using EksIamCdk.Sandbox.Kubernetes;

namespace EksIamCdk.Cli.Migrate;

/// <summary>The map that is migrated, and where it came from.</summary>
internal sealed record MapSource(string Name, IReadOnlyDictionary<string, string> Data, ConfigMapFile? File)
{
    /// <summary>Null, and at least one problem, when there is no map.</summary>
    public static async Task<MapSource?> ReadAsync(string name, ICollection<string> problems, CancellationToken cancellationToken)
    {
        if (!KubeconfigReader.IsOne(name))
        {
            return await ConfigMapInput.ReadAsync(name, problems, cancellationToken) is { } file ? new(TextInput.Display(name), file.Data, file) : null;
        }

        try
        {
            return new(name, await KubeconfigReader.AwsAuthAsync(name, cancellationToken), null);
        }
        catch (KubernetesBackendException wrong)
        {
            problems.Add(wrong.Message);
            return null;
        }
    }

    /// <summary>What is told of a section that cannot be read.</summary>
    public string Lost(Section section, SectionFault fault)
    {
        var place = CheckText.Place(Name, section.Key(), fault.Line, fault.Column, File?.Locate(section.Key(), fault.Line, fault.Column));
        return $"{place}: nothing is migrated: {fault.Message}";
    }
}
