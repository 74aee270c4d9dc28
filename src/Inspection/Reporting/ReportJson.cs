using System.Text.Json;
using System.Text.Json.Serialization;

namespace EksIamCdk.Inspection.Reporting;

/// <summary>A report as JSON that is safe inside a page: no character that HTML gives a meaning is left unescaped.</summary>
public static class ReportJson
{
    public static string Write(AccessReport report) => JsonSerializer.Serialize(report, ReportContext.Default.AccessReport);

    /// <param name="json">What <see cref="Write"/> gave, then or by an older version.</param>
    /// <param name="problems">Takes why it cannot be used, a sentence without a subject: <c>is …</c>.</param>
    /// <returns>Null when a problem was added.</returns>
    public static AccessReport? Read(string json, ICollection<string> problems)
    {
        ArgumentNullException.ThrowIfNull(json);
        ArgumentNullException.ThrowIfNull(problems);
        try
        {
            var envelope = JsonSerializer.Deserialize(json, ReportContext.Default.ReportEnvelope);
            if (envelope?.Format != AccessReport.CurrentFormat)
            {
                problems.Add($"is a report of format {envelope?.Format?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "none"}, this eksiam reads format "
                    + $"{AccessReport.CurrentFormat}: make it again with the same version of eksiam, or give a folder that eksiam save wrote");
                return null;
            }

            if (JsonSerializer.Deserialize(json, ReportContext.Default.AccessReport) is { } report && Fits(report)) return report;
            problems.Add("is a report whose tables do not fit each other: somebody changed it");
        }
        catch (JsonException wrong)
        {
            problems.Add($"is a report that cannot be read: {wrong.Message}");
        }

        return null;
    }

    private static bool Fits(AccessReport report)
    {
        IEnumerable<object?> items = [.. report.Namespaces, .. report.Principals, .. report.Subjects, .. report.Grants, .. report.Roles, .. report.Rules];
        return items.All(item => item is not null)
            && report.Principals.All(principal => All(principal.Subjects, report.Subjects.Count))
            && report.Grants.All(grant => All([grant.Role], report.Roles.Count) && All(grant.Subjects, report.Subjects.Count)
                && All(grant.Namespaces ?? [], report.Namespaces.Count))
            && report.Roles.All(role => All(role.Rules ?? [], report.Rules.Count));

        static bool All(IReadOnlyList<int> indices, int count) => indices.All(index => index >= 0 && index < count);
    }
}

/// <summary>What every format has.</summary>
internal sealed record ReportEnvelope(int? Format = null);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(AccessReport))]
[JsonSerializable(typeof(ReportEnvelope))]
internal sealed partial class ReportContext : JsonSerializerContext;
