namespace EksIamCdk.Sandbox.CloudFormation.Resources;

/// <summary>The resource types of AWS that the sandbox knows, as their pages in the documentation describe them ("Return values",
/// "Update requires: Replacement").
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-template-resource-type-ref.html"/></summary>
internal static partial class NativeTypes
{
    /// <summary>A name that is good once an account.</summary>
    private const string InAccount = "{account}|{id}";

    /// <summary>A name that is good once an account and Region.</summary>
    private const string InRegion = "{account}|{region}|{id}";

    private static readonly Dictionary<string, NativeType> All = Identity().Concat(Eks()).Concat(Network()).Concat(Storage()).Concat(Delivery())
        .ToDictionary(type => type.Type, StringComparer.Ordinal);

    /// <summary>A type that is not in the table has a physical id and no attributes.</summary>
    public static NativeType For(string type) => All.GetValueOrDefault(type) ?? new NativeType(type);

    private static NativeType Type(
        string type, string? name = null, string id = "{name}", string replacedBy = "", params (string Name, string Pattern)[] attributes)
    {
        return new NativeType(type)
        {
            NameProperty = name,
            Id = id,
            CreateOnly = replacedBy.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            Attributes = attributes.ToDictionary(a => a.Name, a => a.Pattern, StringComparer.Ordinal),
        };
    }

    /// <summary>There can be only one.</summary>
    private static NativeType Once(this NativeType type, string where, string? taken = null) => type with { Unique = where, Taken = taken };
}
