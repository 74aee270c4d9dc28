namespace EksIamCdk.Access.Spec.Reading;

/// <summary>
/// The verbs of Kubernetes. Source:
/// https://kubernetes.io/docs/reference/access-authn-authz/authorization/#determine-the-request-verb.
/// </summary>
internal static class Verbs
{
    private static readonly string[] s_known =
    [
        "get", "list", "watch", "create", "update", "patch", "delete", "deletecollection", "use", "bind", "escalate", "impersonate",
        "approve", "sign", "attest", "post", "put", "head", "options", "*",
    ];

    /// <summary>Extensions may have verbs of their own, so that another one is a note, and only when it is near a known one.</summary>
    public static void Check(SpecPosition at, string verb, SpecProblems problems)
    {
        if (!s_known.Contains(verb) && Nearest.To(verb, s_known) is { } meant)
        {
            problems.Note(at, $"verb {verb} is none that Kubernetes has; did you mean {meant}?");
        }
    }
}
