using System.Globalization;

namespace EksIamCdk.CdkApp.Tests;

/// <summary>Specs of as many teams as are asked for, each with one role; every twentieth is granted something.</summary>
internal static class ManyTeams
{
    public static string Name(int number) => string.Create(CultureInfo.InvariantCulture, $"team-{number:0000}");

    public static string Arn(int number) => $"arn:aws:iam::111122223333:role/{Name(number)}";

    public static string Spec(int teams) => $$"""
        cluster: { name: demo }
        namespaces: [{ name: dev }]
        roles: [{ name: pod-updater, namespaces: [dev], rules: [{ apiGroups: [""], resources: [pods], verbs: [update] }] }]
        access:
        {{string.Join('\n', Enumerable.Range(0, teams).Select(Team))}}
        """;

    private static string Team(int number) =>
        $"  - {{ name: {Name(number)}, principals: [{Arn(number)}], groups: [everybody]{(number % 20 == 0 ? ", grant: [{ role: pod-updater }]" : "")} }}";
}
