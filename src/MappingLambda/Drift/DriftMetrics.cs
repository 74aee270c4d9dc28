using System.Text.Json;

namespace EksIamCdk.MappingLambda.Drift;

/// <summary>One line of a log that CloudWatch makes metrics of.
/// <see href="https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html"/></summary>
/// <param name="Cluster">The one dimension: the name of the cluster.</param>
/// <param name="Drift">How many entries and objects were not as declared.</param>
/// <param name="Healed">How many of them were put back.</param>
internal sealed record DriftMetrics(string Cluster, int Drift, int Healed)
{
    private const string Namespace = "EksIamCdk";

    public void WriteTo(Utf8JsonWriter json, DateTimeOffset now)
    {
        json.WriteStartObject();
        json.WriteStartObject("_aws");
        json.WriteNumber("Timestamp", now.ToUnixTimeMilliseconds());
        json.WriteStartArray("CloudWatchMetrics");
        json.WriteStartObject();
        json.WriteString("Namespace", Namespace);
        json.WriteStartArray("Dimensions");
        json.WriteStartArray();
        json.WriteStringValue(nameof(Cluster));
        json.WriteEndArray();
        json.WriteEndArray();
        json.WriteStartArray("Metrics");
        Metric(json, nameof(Drift));
        Metric(json, nameof(Healed));
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteString(nameof(Cluster), Cluster);
        json.WriteNumber(nameof(Drift), Drift);
        json.WriteNumber(nameof(Healed), Healed);
        json.WriteEndObject();
    }

    private static void Metric(Utf8JsonWriter json, string name)
    {
        json.WriteStartObject();
        json.WriteString("Name", name);
        json.WriteString("Unit", "Count");
        json.WriteEndObject();
    }
}
