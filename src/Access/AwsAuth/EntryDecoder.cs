using EksIamCdk.Access.AwsAuth.Yaml;

namespace EksIamCdk.Access.AwsAuth;

/// <summary>Makes an entry of an item of mapRoles or mapUsers, as Go decodes JSON into a struct: by names without regard to case.</summary>
internal sealed class EntryDecoder(Section section, List<Finding> findings)
{
    private readonly string _arnKey = section.ArnKey()!;
    private readonly List<MapPair> _fields = [];

    /// <summary>Null when the authenticator drops the item; then there is a finding that says why.</summary>
    public MappingEntry? Decode(Node item)
    {
        var node = item.Resolved;
        if (node.Kind != NodeKind.Mapping) return Drop(item, "it is not a map");

        string id = "", username = "";
        List<string> groups = [];
        Sso? sso = null;
        var reported = findings.Count;
        foreach (var (_, name, key, value, _) in Fields(node, _fields))
        {
            if (Is(name, _arnKey)) id = DecodeText(value, id);
            else if (Is(name, "username")) username = DecodeText(value, username, $"{key.Text} is not a text and is read as empty; quote it");
            else if (Is(name, "groups")) DecodeGroups(key, value, groups);
            else if (section == Section.MapRoles && Is(name, "sso")) sso = DecodeSso(value, sso);
        }

        var reason = (id, sso) switch
        {
            ("", null) => $"it has no {_arnKey}, or one that is not a text",
            (_, null) => null,
            ("", _) => sso.WhyInvalid(),
            _ => "it has both rolearn and sso",
        };
        if (reason is null) return new MappingEntry { Id = id, Username = username, Groups = groups, Sso = sso?.ToMatcher() };

        findings.RemoveRange(reported, findings.Count - reported);
        return Drop(item, reason);
    }

    /// <summary>Of names that differ only in case, the one that sorts last by bytes has the last word.</summary>
    private static List<MapPair> Fields(Node map, List<MapPair> fields)
    {
        fields.Clear();
        foreach (var pair in MapReading.Pairs(map))
        {
            if (pair.Type == ScalarType.Text) fields.Add(pair);
        }

        fields.Sort(static (one, other) => string.CompareOrdinal(one.Name, other.Name));
        return fields;
    }

    /// <summary>Go folds the long s into s as well.</summary>
    private static bool Is(string name, string field) =>
        name == field || (name.Length == field.Length && name.Replace('\u017F', 's').Equals(field, StringComparison.OrdinalIgnoreCase));

    private MappingEntry? Drop(Node item, string reason)
    {
        Report(FindingKind.DroppedEntry, item.Dash, $"the authenticator drops this item: {reason}");
        return null;
    }

    private void Report(FindingKind kind, Mark mark, string message) =>
        findings.Add(new Finding(kind, mark.Line + 1, mark.Column + 1, message));

    private string DecodeText(Node value, string earlier, string? complaint = null)
    {
        if (TypeOf(value, out var text) is { } type)
        {
            if (type == ScalarType.Text) return text;
            if (type == ScalarType.Null) return earlier;
        }

        if (complaint is not null) Report(FindingKind.WrongType, value.Start, complaint);
        return earlier;
    }

    /// <summary>Null for a list or a map.</summary>
    private static ScalarType? TypeOf(Node value, out string text)
    {
        text = "";
        if (value.Resolved.Kind != NodeKind.Scalar) return null;
        (var type, text) = ScalarReading.Read(value.Resolved);
        return type;
    }

    private void DecodeGroups(Node key, Node value, List<string> groups)
    {
        var list = value.Resolved;
        if (list.Kind == NodeKind.Sequence)
        {
            groups.EnsureCapacity(list.Children.Count);
            for (var i = 0; i < list.Children.Count; i++)
            {
                if (i == groups.Count) groups.Add("");
                groups[i] = DecodeGroup(list.Children[i], groups[i]);
            }

            groups.RemoveRange(list.Children.Count, groups.Count - list.Children.Count);
        }
        else if (TypeOf(value, out _) is ScalarType.Null)
        {
            groups.Clear();
        }
        else
        {
            Report(FindingKind.WrongType, value.Start, $"{key.Text} is not a list and gives no groups; write one item a line, each after a dash");
        }
    }

    private string DecodeGroup(Node item, string earlier)
    {
        if (TypeOf(item, out var text) is ScalarType.Text) return text;
        Report(FindingKind.WrongType, item.Start, "this group is not a text and is read as an empty one; quote it");
        return earlier;
    }

    private Sso? DecodeSso(Node value, Sso? earlier)
    {
        if (TypeOf(value, out _) is ScalarType.Null) return null;
        var sso = earlier ?? new Sso();
        if (value.Resolved.Kind != NodeKind.Mapping) return sso;
        foreach (var (_, name, _, text, _) in Fields(value, []))
        {
            if (Is(name, "permissionSetName")) sso.PermissionSetName = DecodeText(text, sso.PermissionSetName);
            else if (Is(name, "accountID")) sso.AccountId = DecodeText(text, sso.AccountId);
            else if (Is(name, "partition")) sso.Partition = DecodeText(text, sso.Partition);
        }

        return sso;
    }

    private sealed class Sso
    {
        public string PermissionSetName { get; set; } = "";

        public string AccountId { get; set; } = "";

        public string Partition { get; set; } = "";

        public SsoMatcher ToMatcher() => new(PermissionSetName, AccountId, Partition);

        public string? WhyInvalid()
        {
            if (AccountId.Length != 12 || !AccountId.All(char.IsAsciiDigit)) return "the accountID of its sso is not 12 digits in quotes";
            if (PermissionSetName.Length is 0 or > 32 || !PermissionSetName.All(IsNameCharacter)) return "its sso has no valid permissionSetName";
            return Partition.Length > 0 && !Authenticator.IsPartition(Partition) ? $"its sso names no partition of AWS: {Partition}" : null;
        }

        private static bool IsNameCharacter(char character) => char.IsAsciiLetterOrDigit(character) || "_+=,.@-".Contains(character);
    }
}
