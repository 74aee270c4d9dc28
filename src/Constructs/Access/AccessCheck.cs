using System.Diagnostics;
using System.Globalization;
using Constructs;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Spec;
using EksIamCdk.Constructs.Iam;
using EksIamCdk.Constructs.Providers;

namespace EksIamCdk.Constructs.Access;

/// <summary>
/// Properties of an <see cref="AccessCheck"/>: <see cref="Username"/> and <see cref="Groups"/>, or <see cref="PrincipalArn"/>; and at least one
/// line in <see cref="Allowed"/> or <see cref="Denied"/>.
/// </summary>
public sealed class AccessCheckProps
{
    /// <summary>The provider of the cluster.</summary>
    public required IMappingProvider Provider { get; init; }

    /// <summary>The Kubernetes username to ask about.</summary>
    public string? Username { get; init; }

    /// <summary>Its groups, besides <c>system:authenticated</c>.</summary>
    public IReadOnlyList<string>? Groups { get; init; }

    /// <summary>An IAM role or user instead, which is resolved by the live aws-auth.</summary>
    public string? PrincipalArn { get; init; }

    /// <summary>What must be allowed, in the grammar of <c>kubectl auth can-i</c>: <c>get pods -n dev</c>.</summary>
    public IReadOnlyList<string>? Allowed { get; init; }

    /// <summary>What must not be allowed.</summary>
    public IReadOnlyList<string>? Denied { get; init; }

    /// <summary>How long to wait until every line holds. Default: 15.</summary>
    public int? WaitSeconds { get; init; }

    /// <summary>What else is a reason to ask again when it changes, such as the role that is granted: CloudFormation asks nobody about a
    /// resource that did not change.</summary>
    public IReadOnlyList<string>? AskAgainOn { get; init; }
}

/// <summary>
/// Asks the API server, when it is deployed, what somebody may do. A line that does not hold fails the deployment, which rolls back. It asks
/// when it is made and when what it asks changes. What is to be there before is said by <c>Node.AddDependency</c>.
/// </summary>
/// <remarks>Another question is another resource, by its logical id: the rollback of a change takes the new one away, for which nobody is
/// asked. An update would be rolled back by asking the old question again, and whatever made the new one fail may fail that too.</remarks>
public sealed class AccessCheck : Construct
{
    /// <summary>The type of the custom resource.</summary>
    public const string ResourceType = "Custom::EksAccessCheck";

    /// <exception cref="ArgumentException">A property is wrong; all problems are listed.</exception>
    public AccessCheck(Construct scope, string id, AccessCheckProps props)
        : base(scope, id)
    {
        var problems = new ConstructProblems(Node.Path);
        var named = props.Username is not null || props.Groups is not null;
        if (named == props.PrincipalArn is not null)
        {
            problems.Add("Username, PrincipalArn", named ? "both" : null, "either Username (and Groups) or PrincipalArn");
        }

        if (props is { Groups: not null, Username: null }) problems.Required(nameof(props.Username), null, "the username of these groups");
        problems.RoleOrUser(nameof(props.PrincipalArn), props.PrincipalArn);
        var allowed = Lines(nameof(props.Allowed), props.Allowed, problems);
        var denied = Lines(nameof(props.Denied), props.Denied, problems);
        if (props.Allowed is not { Count: > 0 } && props.Denied is not { Count: > 0 })
        {
            problems.Add("Allowed, Denied", null, "at least one line in all");
        }

        foreach (var both in Questions(props.Allowed).Intersect(Questions(props.Denied)))
        {
            problems.Add(nameof(props.Denied), both.ToString(), "a line that is not in Allowed too");
        }

        problems.Throw();

        var properties = new Dictionary<string, object>();
        if (props.Username is not null) properties["Username"] = props.Username;
        if (props.Groups is not null) properties["Groups"] = props.Groups.ToArray();
        if (props.PrincipalArn is not null) properties["PrincipalArn"] = props.PrincipalArn;
        if (allowed.Length > 0) properties["Allowed"] = allowed;
        if (denied.Length > 0) properties["Denied"] = denied;
        if (props.WaitSeconds is { } wait) properties["WaitSeconds"] = wait;
        props.Provider.Resource(new Construct(this, Question(props)), ResourceType, properties, new FunctionNeed.Administration());
    }

    private string Question(AccessCheckProps props)
    {
        string?[][] asked =
        [
            [props.Username, props.PrincipalArn, props.WaitSeconds?.ToString(CultureInfo.InvariantCulture)],
            [.. props.Groups ?? []], [.. props.Allowed ?? []], [.. props.Denied ?? []], [.. props.AskAgainOn ?? []],
        ];
        return StableId.OfAll(this, asked.Select(texts => texts.Select(text => text ?? "")));
    }

    private static IEnumerable<AccessRequest> Questions(IReadOnlyList<string>? lines) =>
        (lines ?? []).Select(line => ExpectLine.Parse("", line, new ProblemList())).OfType<AccessRequest>();

    private static Dictionary<string, object>[] Lines(string property, IReadOnlyList<string>? lines, ConstructProblems problems) =>
    [
        .. (lines ?? []).Select((line, i) => problems.Reading(list => ExpectLine.Parse($"{property}[{i}]", line, list)))
            .OfType<AccessRequest>().Select(Properties),
    ];

    private static Dictionary<string, object> Properties(AccessRequest request)
    {
        var properties = new Dictionary<string, object> { ["Verb"] = request.Verb };
        switch (request)
        {
            case AccessRequest.OfUrl url:
                properties["NonResourceUrl"] = url.Path;
                return properties;
            case AccessRequest.OfResource resource:
                properties["Resource"] = resource.Resource;
                Put("Group", resource.ApiGroup);
                Put("Subresource", resource.Subresource);
                Put("Name", resource.Name);
                Put("Namespace", resource.Namespace);
                return properties;
            default:
                throw new UnreachableException();
        }

        void Put(string name, string value)
        {
            if (value.Length > 0) properties[name] = value;
        }
    }
}
