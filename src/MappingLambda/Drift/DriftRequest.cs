using System.Text.Json;
using EksIamCdk.Access.Problems;
using EksIamCdk.ClusterApi;
using EksIamCdk.MappingLambda.Protocol;
using EksIamCdk.MappingLambda.Requests;

namespace EksIamCdk.MappingLambda.Drift;

/// <summary>What a schedule sends: <c>{"eks-iam-cdk": "drift", "Cluster": {…}, "Heal": false}</c>.</summary>
/// <param name="Cluster">Which cluster is compared; as the property of custom resources.</param>
/// <param name="Heal">Whether what deviates is put back.</param>
internal sealed record DriftRequest(ClusterReference Cluster, bool Heal)
{
    private const string Mark = "eks-iam-cdk";

    /// <summary>The event of a schedule of this library, or what a function died of that had it; neither, when a body is something else, such
    /// as a request of CloudFormation.</summary>
    public static (JsonElement? Event, Failure? Death) Find(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            var whole = document.RootElement;
            if (IsOne(EnvelopeReader.Member(whole, DeathRecord.Event)))
                return (null, DeathRecord.Read(whole).Failure);
            return (IsOne(whole) ? whole.Clone() : null, null);
        }
        catch (JsonException)
        {
            return (null, null);
        }
    }

    /// <returns>The request, or what is wrong with it.</returns>
    public static (DriftRequest? Request, Failure? Failure) Read(JsonElement given, string? defaultRegion)
    {
        var problems = new ProblemList();
        var properties = PropertyReader.Of(given, problems)!;
        var cluster = ClusterProperties.Read(properties, defaultRegion, strict: true, problems);
        var heal = properties.Flag("Heal", whenMissing: false);
        properties.RefuseUnknown(Mark);
        return problems.Count > 0 ? (null, Failure.WrongProperties(problems)) : (new DriftRequest(cluster!, heal), null);
    }

    private static bool IsOne(JsonElement given) => EnvelopeReader.Text(given, Mark) == "drift";
}
