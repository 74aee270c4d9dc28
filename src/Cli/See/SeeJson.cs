using System.Text.Json.Nodes;
using EksIamCdk.Access.AwsAuth;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Cli.Output;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Cli.See;

/// <summary>The parts of answers about access as JSON. The names are public: docs/see.md has them.</summary>
internal static class SeeJson
{
    public static JsonObject Of(Authentication who) => new()
    {
        ["principal"] = who.Principal.ToString(),
        ["callerArn"] = (who.Principal as Principal.Iam)?.CallerArn,
        ["identity"] = who.Identity is { } identity ? Of(identity) : null,
        ["whyNot"] = who.WhyNot.Length == 0 ? null : who.WhyNot,
        ["notes"] = JsonOutput.Array(who.Notes.Select(Of)),
    };

    public static JsonObject Of(Identity identity) => new()
    {
        ["username"] = identity.User.Username,
        ["groups"] = JsonOutput.Texts(identity.User.Groups),
        ["hangsOnSession"] = identity.HangsOnSession,
        ["by"] = Of(identity.By),
    };

    /// <summary>One way by which something is given.</summary>
    /// <param name="path">The way.</param>
    /// <param name="withRules">Whether with its rules.</param>
    public static JsonObject Of(AccessPath path, bool withRules)
    {
        var json = path switch
        {
            AccessPath.Masters => new JsonObject { ["kind"] = "system:masters" },
            AccessPath.Policy policy => new JsonObject { ["kind"] = "access-policy", ["policyArn"] = policy.Association.PolicyArn },
            AccessPath.Binding binding => new JsonObject
            {
                ["kind"] = "binding",
                ["binding"] = new JsonObject
                {
                    ["kind"] = binding.Bound.Namespace.Length == 0 ? "ClusterRoleBinding" : "RoleBinding",
                    ["name"] = binding.Bound.Name,
                },
                ["subject"] = Of(binding.Subject),
                ["role"] = new JsonObject { ["kind"] = binding.RoleKind, ["name"] = binding.Bound.RoleName, ["exists"] = binding.Rules is not null },
            },
            _ => throw new System.Diagnostics.UnreachableException(),
        };
        json["namespace"] = path.Namespace.Length == 0 ? null : path.Namespace;
        if (withRules) json["rules"] = path.Rules is { } rules ? JsonOutput.Array(rules.Select(Of)) : null;
        return json;
    }

    public static JsonObject Of(RbacSubject subject)
    {
        var json = new JsonObject { ["kind"] = subject.Kind.ToString(), ["name"] = subject.Name };
        if (subject.Namespace.Length > 0) json["namespace"] = subject.Namespace;
        return json;
    }

    public static JsonObject Of(WorkloadRole role) => new()
    {
        ["kind"] = role.Kind == WorkloadRoleKind.Irsa ? "irsa" : "pod-identity",
        ["roleArn"] = role.RoleArn,
    };

    public static JsonArray Of(IEnumerable<UnreadPart> unread) => JsonOutput.Array(unread.Select(part => new JsonObject
    {
        ["what"] = part.What,
        ["why"] = part.Why,
        ["leavesUnknown"] = part.LeavesUnknown,
    }));

    public static JsonObject Of(PolicyRule rule)
    {
        var json = new JsonObject { ["verbs"] = JsonOutput.Texts(rule.Verbs) };
        if (rule.NonResourceUrls.Count > 0)
        {
            json["nonResourceURLs"] = JsonOutput.Texts(rule.NonResourceUrls);
            return json;
        }

        json["apiGroups"] = JsonOutput.Texts(rule.ApiGroups);
        json["resources"] = JsonOutput.Texts(rule.Resources);
        if (rule.ResourceNames.Count > 0) json["resourceNames"] = JsonOutput.Texts(rule.ResourceNames);
        return json;
    }

    private static JsonObject Of(MappedBy by) => by switch
    {
        MappedBy.AccessEntry { Entry: var entry } => new()
        {
            ["kind"] = "access-entry",
            ["principalArn"] = entry.PrincipalArn,
            ["type"] = entry.Content.Type,
        },
        MappedBy.AwsAuthEntry { Section: var section, Entry: var entry } => new()
        {
            ["kind"] = "aws-auth",
            ["section"] = section.Key(),
            ["line"] = entry.Line,
            ["id"] = entry.Entry.Id,
        },
        MappedBy.ServiceAccount account => new() { ["kind"] = "service-account", ["namespace"] = account.Namespace, ["name"] = account.Name },
        _ => throw new System.Diagnostics.UnreachableException(),
    };

    private static JsonObject Of(IdentityNote note) => new()
    {
        ["kind"] = Kind(note.Kind),
        ["place"] = note.Place.Length == 0 ? null : note.Place,
        ["message"] = note.Message,
        ["remedy"] = note.Remedy.Length == 0 ? null : note.Remedy,
    };

    private static string Kind(IdentityNoteKind kind) => kind switch
    {
        IdentityNoteKind.Shadowed => "shadowed",
        IdentityNoteKind.Unreachable => "unreachable",
        IdentityNoteKind.DeadEntry => "dead-entry",
        IdentityNoteKind.NotRead => "not-read",
        IdentityNoteKind.SectionLost => "section-lost",
        IdentityNoteKind.Unknown => "unknown",
        _ => throw new System.Diagnostics.UnreachableException(),
    };
}
