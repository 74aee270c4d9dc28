using EksIamCdk.Access.Principals;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;
using EksIamCdk.ClusterApi;

namespace EksIamCdk.MappingLambda.Requests;

/// <summary>Reads the properties of <c>Custom::EksAccessCheck</c>.</summary>
internal static class AccessCheckProperties
{
    private const int DefaultWait = 15;

    // As long as an invocation can be.
    private const int LongestWait = 900;

    /// <returns>Null when it could not be read; then a problem was added.</returns>
    public static Resource.AccessCheck? Read(PropertyReader properties, ClusterReference? cluster, bool strict, ProblemList problems)
    {
        var subject = Subject(properties, problems);
        var expectations = Lines(properties, "Allowed", allowed: true, strict).Concat(Lines(properties, "Denied", allowed: false, strict)).ToList();
        foreach (var both in expectations.GroupBy(line => line.Request).Where(lines => lines.DistinctBy(line => line.Allowed).Count() > 1))
            properties.Wrong("Denied", both.Key.ToString()!, "a line that is not in Allowed too");
        if (expectations.Count == 0 && !properties.Has("Allowed") && !properties.Has("Denied"))
            properties.Wrong("Allowed", "", "at least one line in Allowed or Denied");
        else if (expectations.Count == 0 && problems.Count == 0)
            properties.Wrong("Allowed", "no line", "at least one line in Allowed or Denied");
        var wait = properties.Number("WaitSeconds", DefaultWait, 0, LongestWait);
        return cluster is null || subject is null ? null : new(cluster, subject, expectations, TimeSpan.FromSeconds(wait));
    }

    private static CheckSubject? Subject(PropertyReader properties, ProblemList problems)
    {
        const string Either = "either Username (and Groups) or PrincipalArn";
        var groups = properties.Texts("Groups", "the name of a group, without control characters");
        var named = properties.Has("Username") || properties.Has("Groups");
        if (named && properties.Has("PrincipalArn"))
        {
            properties.Wrong("PrincipalArn", "it, and Username or Groups", Either);
            return null;
        }

        if (named)
            return properties.Required("Username", $"the Kubernetes username to ask about: {Either}") is { } username
                ? new CheckSubject.Named(new(username, groups))
                : null;
        const string Expected = "the ARN of an IAM role or user";
        if (properties.Required("PrincipalArn", $"{Expected}: {Either}") is not { } text
            || PrincipalArn.Parse("PrincipalArn", text, problems) is not { } arn)
            return null;
        if (arn.Kind != PrincipalKind.Root)
            return new CheckSubject.Principal(arn.AsWritten);
        properties.Wrong("PrincipalArn", text, Expected);
        return null;
    }

    private static IEnumerable<Expectation> Lines(PropertyReader properties, string name, bool allowed, bool strict)
    {
        foreach (var line in properties.Objects(name, "an object with Verb and Resource, or with Verb and NonResourceUrl"))
        {
            if (Line(line) is { } request)
                yield return new(request, allowed);
            if (strict)
                line.RefuseUnknown();
        }
    }

    private static AccessRequest? Line(PropertyReader line)
    {
        var verb = line.Required("Verb", "a verb such as get, list or delete");
        var url = line.Optional("NonResourceUrl", "a path such as /metrics, or the property left out");
        var resource = line.Optional("Resource", "a resource in the plural such as pods, or the property left out");
        var (group, subresource) = (line.Text("Group"), line.Text("Subresource"));
        var (name, ns) = (line.Text("Name"), line.Text("Namespace"));
        if (line.Has("Resource") == line.Has("NonResourceUrl"))
            line.Wrong("Resource", line.Has("Resource") ? "it, and NonResourceUrl" : "", "exactly one of Resource, NonResourceUrl");
        else if (line.Has("NonResourceUrl") && (group + subresource + name + ns).Length > 0)
            line.Wrong("NonResourceUrl", "it, and properties of a resource", "Verb and NonResourceUrl only");
        return (verb, url, resource) switch
        {
            ({ } asked, { } path, null) => new AccessRequest.OfUrl { Verb = asked, Path = path },
            ({ } asked, null, { } plural) => new AccessRequest.OfResource
            {
                Verb = asked,
                Resource = plural,
                ApiGroup = group,
                Subresource = subresource,
                Name = name,
                Namespace = ns,
            },
            _ => null,
        };
    }
}
