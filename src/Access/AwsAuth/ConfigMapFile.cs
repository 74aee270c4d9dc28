using System.Globalization;
using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace EksIamCdk.Access.AwsAuth;

/// <summary>Something wrong with a file, at a 1-based line and column of it.</summary>
public sealed record FileFault(int Line, int Column, string Message);

/// <summary>
/// A ConfigMap in a file, YAML or JSON, as <c>kubectl get configmap aws-auth -n kube-system -o yaml</c> prints it or as a repository
/// keeps it. Every string of it is exactly what the API server would store.
/// </summary>
public sealed class ConfigMapFile
{
    private const string HowToGetOne = "give what `kubectl get configmap aws-auth -n kube-system -o yaml` prints";

    private readonly Dictionary<string, YamlScalarNode> _nodes;
    private readonly string[] _lines;

    private ConfigMapFile(YamlMappingNode root, Dictionary<string, YamlScalarNode> nodes, string text)
    {
        var metadata = Find(root, "metadata") as YamlMappingNode;
        Labels = Texts(metadata, "labels");
        Annotations = Texts(metadata, "annotations");
        Data = nodes.ToDictionary(pair => pair.Key, pair => Text(pair.Value), StringComparer.Ordinal);
        _nodes = nodes;
        _lines = text.Split('\n');
    }

    public IReadOnlyDictionary<string, string> Labels { get; }

    public IReadOnlyDictionary<string, string> Annotations { get; }

    /// <summary>The texts by key; for aws-auth <c>mapRoles</c>, <c>mapUsers</c>, <c>mapAccounts</c>, and whatever else is there.</summary>
    public IReadOnlyDictionary<string, string> Data { get; }

    /// <summary>Reads the first ConfigMap of a text; null, and at least one more fault, when there is none or it is wrong.</summary>
    public static ConfigMapFile? Read(string text, ICollection<FileFault> faults)
    {
        var source = text.TrimStart('\uFEFF');
        var documents = Parse(source, faults);
        if (documents is null)
        {
            return null;
        }

        var root = documents.OfType<YamlMappingNode>().FirstOrDefault(IsConfigMap);
        if (root is null)
        {
            faults.Add(NotAConfigMap(documents.FirstOrDefault()));
            return null;
        }

        var before = faults.Count;
        var nodes = DataNodes(root, faults);
        return faults.Count > before ? null : new ConfigMapFile(root, nodes, source);
    }

    /// <summary>
    /// Where in the file a place of one section's text is, when the file shows that text as it is (a literal block, or one quoted or
    /// plain line); null when it is folded or escaped.
    /// </summary>
    /// <param name="key">The section.</param>
    /// <param name="line">1-based line in the section's text.</param>
    /// <param name="column">1-based column in the section's text.</param>
    public (int Line, int Column)? Locate(string key, int line, int column)
    {
        if (!_nodes.TryGetValue(key, out var node) || node.Start.Line == 0)
        {
            return null;
        }

        var start = ((int)node.Start.Line, (int)node.Start.Column);
        var text = Text(node);
        return node.Style switch
        {
            ScalarStyle.Literal => (start.Item1 + line, column + IndentOfBlock(start.Item1, text)),
            ScalarStyle.SingleQuoted when node.End.Line == node.Start.Line && line == 1 =>
                (start.Item1, start.Item2 + column + text.Take(column - 1).Count(character => character == '\'')),
            ScalarStyle.Plain when node.End.Line == node.Start.Line && line == 1 => (start.Item1, start.Item2 + column - 1),
            _ => null,
        };
    }

    private static List<YamlNode>? Parse(string source, ICollection<FileFault> faults)
    {
        try
        {
            if (source.TrimStart() is ['{', ..])
            {
                using var json = JsonDocument.Parse(source);
                return [FromJson(json.RootElement)];
            }

            var stream = new YamlStream();
            stream.Load(new StringReader(source));
            return [.. stream.Documents.Select(document => document.RootNode)];
        }
        catch (JsonException wrong)
        {
            faults.Add(new FileFault((int)(wrong.LineNumber ?? 0) + 1, (int)(wrong.BytePositionInLine ?? 0) + 1, "is not valid JSON"));
        }
        catch (InvalidOperationException)
        {
            faults.Add(new FileFault(1, 1, "has half of a surrogate pair in a JSON string; write the whole character"));
        }
        catch (YamlException wrong)
        {
            faults.Add(new FileFault((int)wrong.Start.Line, (int)wrong.Start.Column, $"is not valid YAML: {wrong.InnerException?.Message ?? wrong.Message}"));
        }

        return null;
    }

    private static YamlNode FromJson(JsonElement element) => element.ValueKind switch
    {
        JsonValueKind.Object => new YamlMappingNode(element.EnumerateObject()
            .GroupBy(property => property.Name, StringComparer.Ordinal)
            .Select(same => KeyValuePair.Create<YamlNode, YamlNode>(same.Key, FromJson(same.Last().Value)))),
        JsonValueKind.Array => new YamlSequenceNode(element.EnumerateArray().Select(FromJson)),
        JsonValueKind.String => new YamlScalarNode(element.GetString()) { Style = ScalarStyle.DoubleQuoted },
        _ => new YamlScalarNode(element.GetRawText()) { Style = ScalarStyle.Plain },
    };

    private static Dictionary<string, YamlScalarNode> DataNodes(YamlMappingNode root, ICollection<FileFault> faults)
    {
        var nodes = new Dictionary<string, YamlScalarNode>(StringComparer.Ordinal);
        var data = Find(root, "data");
        if (data is YamlMappingNode entries)
        {
            foreach (var (key, value) in entries)
            {
                if (value is YamlScalarNode scalar && !IsNumberOrBoolean(scalar))
                {
                    nodes[Text(key)] = scalar;
                }
                else
                {
                    faults.Add(At(value, $"data.{Text(key)} is {KindOf(value)}, and the API server takes only text there; write `{Text(key)}: |` and the value below it"));
                }
            }
        }
        else if (data is not null and not YamlScalarNode { Value: null or "" or "~" or "null" })
        {
            faults.Add(At(data, $"data is {KindOf(data)}, expected a map of texts"));
        }

        return nodes;
    }

    private static FileFault NotAConfigMap(YamlNode? root) => root switch
    {
        null => new FileFault(1, 1, $"is empty; {HowToGetOne}"),
        YamlSequenceNode => At(root, $"is a list (of one section, perhaps), not a ConfigMap; {HowToGetOne}"),
        YamlMappingNode map when Find(map, "kind") is YamlScalarNode kind => At(kind, $"is a {kind.Value}, not a ConfigMap; {HowToGetOne}"),
        _ => At(root, $"is not a ConfigMap (it has no `kind: ConfigMap`); {HowToGetOne}"),
    };

    private static bool IsConfigMap(YamlMappingNode map) => Find(map, "kind") is YamlScalarNode { Value: "ConfigMap" };

    private static YamlNode? Find(YamlMappingNode map, string key) => map.Children.TryGetValue(new YamlScalarNode(key), out var found) ? found : null;

    private static Dictionary<string, string> Texts(YamlMappingNode? parent, string key) =>
        (parent is null ? null : Find(parent, key)) is YamlMappingNode map
            ? map.ToDictionary(pair => Text(pair.Key), pair => Text(pair.Value), StringComparer.Ordinal)
            : [];

    /// <summary>The text of a scalar; a null is stored as an empty text.</summary>
    private static string Text(YamlNode node) => node is YamlScalarNode scalar && !(scalar is { Style: ScalarStyle.Plain, Value: "~" or "null" or "Null" or "NULL" })
        ? scalar.Value ?? ""
        : "";

    private static bool IsNumberOrBoolean(YamlScalarNode scalar) => scalar is { Style: ScalarStyle.Plain, Value: { } value }
        && (double.TryParse(value, NumberStyles.Float, CultureInfo.InvariantCulture, out _)
            || value.ToUpperInvariant() is "TRUE" or "FALSE" or "YES" or "NO" or "ON" or "OFF" or "Y" or "N");

    private static string KindOf(YamlNode node) => node switch
    {
        YamlSequenceNode => "a list",
        YamlMappingNode => "a map",
        YamlScalarNode scalar when IsNumberOrBoolean(scalar) => "a number or a boolean",
        _ => "a text",
    };

    private static FileFault At(YamlNode node, string message) => new(Math.Max(1, (int)node.Start.Line), Math.Max(1, (int)node.Start.Column), message);

    private int IndentOfBlock(int headerLine, string text)
    {
        var inText = Array.FindIndex(text.Split('\n'), line => line.Trim().Length > 0);
        return inText < 0 || headerLine + inText >= _lines.Length ? 0 : LeadingSpaces(_lines[headerLine + inText]) - LeadingSpaces(text.Split('\n')[inText]);
    }

    private static int LeadingSpaces(string line) => line.Length - line.TrimStart(' ').Length;
}
