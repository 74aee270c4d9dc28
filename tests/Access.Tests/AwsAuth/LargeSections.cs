using System.Globalization;

namespace EksIamCdk.Access.Tests.AwsAuth;

/// <summary>Maps as large as they may become: 5,000 entries are close below the megabyte that a ConfigMap may have.</summary>
internal static class LargeSections
{
    public static string Arn(int number) => string.Create(CultureInfo.InvariantCulture, $"arn:aws:iam::111122223333:role/team-{number:0000}-developer");

    public static string Roles(int count, bool flow) => flow
        ? $"[{string.Join(",\n ", Enumerable.Range(0, count).Select(FlowEntry))}]\n"
        : string.Concat(Enumerable.Range(0, count).Select(BlockEntry));

    private static string BlockEntry(int number) => string.Create(CultureInfo.InvariantCulture, $$"""
        # the people of team {{number}}, as the ticket of the platform team says
        - rolearn: {{Arn(number)}}
          username: team-{{number:0000}}:{{"{{SessionName}}"}}
          groups:
          - team-{{number:0000}}
          - everybody

        """).ReplaceLineEndings("\n");

    private static string FlowEntry(int number) => string.Create(
        CultureInfo.InvariantCulture,
        $$$"""{"rolearn":"{{{Arn(number)}}}","username":"team-{{{number:0000}}}:{{SessionName}}","groups":["team-{{{number:0000}}}","everybody"]}""");
}
