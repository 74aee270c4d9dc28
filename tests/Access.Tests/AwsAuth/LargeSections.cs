using System.Globalization;

namespace EksIamCdk.Access.Tests.AwsAuth;

/// <summary>Maps as large as they may become.</summary>
internal static class LargeSections
{
    public static string Arn(int number) => string.Create(CultureInfo.InvariantCulture, $"arn:aws:iam::111122223333:role/team-{number:0000}");

    public static string Roles(int count, bool flow) => flow
        ? $"[{string.Join(",\n ", Enumerable.Range(0, count).Select(number => $$"""{"rolearn":"{{Arn(number)}}","username":"team","groups":["everybody"]}"""))}]\n"
        : string.Concat(Enumerable.Range(0, count).Select(number => $"# team {number}\n- rolearn: {Arn(number)}\n  username: team\n  groups:\n  - everybody\n"));
}
