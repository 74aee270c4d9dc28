using System.Text.RegularExpressions;
using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Access.Migration.Parity;

/// <summary>The sessions of a principal that bindings mean in particular: <c>User dev:ann</c> is who comes as session <c>ann</c>
/// by the username <c>dev:{{SessionName}}</c>. All others have the same rights.</summary>
internal static class NamedSessions
{
    // https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    private const string Session = "[A-Za-z0-9_+=,.@-]{2,64}";

    private static readonly (string Placeholder, string Pattern)[] Placeholders =
    [
        ("{{SessionName}}", $"(?<session>{Session})"), ("{{SessionNameRaw}}", $"(?<session>{Session})"), ("{{AccessKeyID}}", "[A-Z0-9]+"),
        ("{{EC2PrivateDNSName}}", ".+"),
    ];

    public static IReadOnlyList<string> Of(RbacPolicy policy, params Standing[] standings)
    {
        var subjects = policy.Bindings.SelectMany(binding => binding.Subjects).ToHashSet();
        var sessions = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var standing in standings)
        {
            Find(standing.Username, SubjectKind.User);
            foreach (var group in standing.Groups) Find(group, SubjectKind.Group);
        }

        return [.. sessions];

        void Find(string template, SubjectKind kind)
        {
            if (!template.Contains("{{SessionName", StringComparison.Ordinal)) return;
            var pattern = PatternOf(template);
            sessions.UnionWith(subjects.Where(subject => subject.Kind == kind).Select(subject => pattern.Match(subject.Name))
                .Where(match => match.Success).Select(match => match.Groups["session"].Value));
        }
    }

    private static Regex PatternOf(string template)
    {
        var pattern = Regex.Escape(template);
        foreach (var (placeholder, filled) in Placeholders) pattern = pattern.Replace(Regex.Escape(placeholder), filled, StringComparison.Ordinal);
        return new Regex($@"\A(?:{pattern})\z", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
    }
}
