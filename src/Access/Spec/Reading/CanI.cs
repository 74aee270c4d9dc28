using EksIamCdk.Access.Rbac;

namespace EksIamCdk.Access.Spec.Reading;

/// <summary>
/// Reads <c>VERB TYPE | TYPE/NAME | URL</c> with <c>-n</c>, <c>-A</c> and <c>--subresource</c>, as
/// https://kubernetes.io/docs/reference/kubectl/generated/kubectl_auth/kubectl_auth_can-i/ does.
/// </summary>
internal sealed class CanI(Word line, SpecProblems problems)
{
    private static readonly string[] s_flags = ["-n", "--namespace", "-A", "--all-namespaces", "--subresource"];

    private readonly List<string> _arguments = [];
    private string? _namespace;
    private string? _subresource;
    private bool _everywhere;

    /// <returns>What the line asks, or null when a problem was added.</returns>
    public AccessRequest? Request()
    {
        if (!Split()) return null;
        if (_arguments is not [var verb, var what])
        {
            return Wrong(
                string.Join(' ', _arguments),
                _arguments is [var first, var type, var name]
                    ? $"{first} {type}/{name}: a verb, and a type or URL"
                    : "a verb, and a type or URL");
        }

        Verbs.Check(line.At, verb, problems);
        if (what.StartsWith('/'))
        {
            return _namespace is null && _subresource is null && !_everywhere
                ? new AccessRequest.OfUrl { Verb = verb, Path = what }
                : Wrong(line.Text, $"{verb} {what} alone: a URL has no namespace and no subresource");
        }

        return OfResource(verb, what);
    }

    private AccessRequest? OfResource(string verb, string what)
    {
        var slash = what.IndexOf('/', StringComparison.Ordinal);
        var (typed, name) = slash < 0 ? (what, "") : (what[..slash], what[(slash + 1)..]);
        if (name.Contains('/', StringComparison.Ordinal)) return Wrong(what, "TYPE/NAME, and a subresource by --subresource");
        if (ResourceTypes.Find(typed) is not { } type)
        {
            problems.AddUnknown(
                line.At, $"{typed} is no type that every cluster has", typed, [.. ResourceTypes.Names],
                "TYPE.GROUP for another, such as rollouts.argoproj.io");
            return null;
        }

        if (_subresource is null && ResourceTypes.Subresources.Contains(name))
        {
            problems.Note(line.At, $"{what} asks for an object named {name}; the subresource is asked for by --subresource={name}");
        }

        return new AccessRequest.OfResource
        {
            Verb = verb,
            ApiGroup = type.Group,
            Resource = type.Plural,
            Name = name,
            Subresource = _subresource ?? "",
            Namespace = NamespaceOf(type, name),
        };
    }

    private string NamespaceOf(ResourceType type, string name)
    {
        if (_everywhere) return "";
        // A request for one namespace is one in that namespace: the grants there decide.
        if (type is { Group: "", Plural: "namespaces" }) return _namespace ?? name;
        if (type.Namespaced)
        {
            if (_namespace is null && ResourceTypes.IsKnown(type))
            {
                problems.Note(line.At, $"{line} names no namespace: as in kubectl it is about default");
            }
            return _namespace ?? "default";
        }

        if (_namespace is not null) problems.Note(line.At, $"{type.Plural} are in no namespace: -n {_namespace} says nothing");
        return "";
    }

    private bool Split()
    {
        var tokens = new Queue<string>(line.Text.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(Unquoted));
        while (tokens.TryDequeue(out var token))
        {
            if (!token.StartsWith('-'))
            {
                _arguments.Add(token);
                continue;
            }

            var (flag, value) = Flag(token);
            if (flag is "-A" or "--all-namespaces")
            {
                _everywhere = value is null or "true";
                continue;
            }

            if (!s_flags.Contains(flag))
            {
                problems.AddUnknown(line.At, $"{flag} is no flag that is read here", flag, s_flags);
                return false;
            }

            if (value is null && !tokens.TryDequeue(out value)) return Wrong(line.Text, $"a value after {flag}") is not null;
            if (flag is "--subresource") _subresource = value;
            else if (Shapes.Namespace.Read(new SpecNode.Scalar(line.At, value, false), flag, problems) is null) return false;
            else _namespace = value;
        }

        return !_everywhere || _namespace is null || Wrong(line.Text, "-A or -n, not both") is not null;
    }

    // --flag, --flag=value, -f, -f=value or -fvalue
    private static (string Flag, string? Value) Flag(string token)
    {
        var equals = token.IndexOf('=', StringComparison.Ordinal);
        if (equals >= 0) return (token[..equals], token[(equals + 1)..]);
        return token.StartsWith("-n", StringComparison.Ordinal) && token.Length > 2 ? ("-n", token[2..]) : (token, null);
    }

    private static string Unquoted(string token) =>
        token.Length > 1 && token[0] is '\'' or '"' && token[^1] == token[0] ? token[1..^1] : token;

    private AccessRequest? Wrong(string got, string expected)
    {
        problems.Add(line.At, $"\"{line}\" cannot be asked", got, expected);
        return null;
    }
}
