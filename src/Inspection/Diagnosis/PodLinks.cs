using EksIamCdk.Inspection.Explaining;

namespace EksIamCdk.Inspection.Diagnosis;

/// <summary>Whether the pods that run now have what pods are given when they start.</summary>
internal static class PodLinks
{
    public static LinkState Irsa(Principal.ServiceAccount account, PodsFinding pods, string roleArn) => Look(
        account, pods,
        pod => pod.RoleArn == roleArn,
        pod => pod.RoleArn is null ? "has no AWS_ROLE_ARN" : $"has AWS_ROLE_ARN {pod.RoleArn}",
        $"AWS_ROLE_ARN is {roleArn}");

    public static LinkState PodIdentity(Principal.ServiceAccount account, PodsFinding pods) => Look(
        account, pods, pod => pod.HasPodIdentity, _ => "has no AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI is set");

    public static string Restart(Principal.ServiceAccount account) => $"kubectl rollout restart deployment -n {ShellText.Word(account.Namespace)}";

    private static LinkState Look(
        Principal.ServiceAccount account, PodsFinding finding, Func<PodFinding, bool> isRight, Func<PodFinding, string> whatIsWrong, string right)
    {
        var ns = ShellText.Word(account.Namespace);
        if (finding.Pods is not { } all) return new LinkState.Unknown($"pods of {account.Namespace} could not be read ({finding.WhyNot.TrimEnd('.')}), which leaves unknown whether they were started since");
        var own = all.Where(pod => pod.ServiceAccount == account.Name).ToList();
        if (own.Count == 0)
        {
            return all.Count == 0
                ? new LinkState.Holds($"no pod runs in {account.Namespace} now")
                : LinkState.Mend(
                    $"no pod runs as {account.Name}: those of {account.Namespace} run as {Names.Some(all.Select(pod => pod.ServiceAccount))}, and so come to AWS as these may, or as their node",
                    "name the service account in what makes the pods",
                    $"kubectl set serviceaccount {OwnerOf(all[0])} {ShellText.Word(account.Name)} -n {ns}");
        }

        if (own.FirstOrDefault(pod => pod.HasStoredKeys) is { } keyed)
        {
            return LinkState.Mend(
                $"pod {keyed.Name} is given AWS_ACCESS_KEY_ID, which SDKs take before anything else", "take the stored keys out of what makes it",
                $"kubectl set env {OwnerOf(keyed)} -n {ns} AWS_ACCESS_KEY_ID- AWS_SECRET_ACCESS_KEY- AWS_SESSION_TOKEN-");
        }

        return own.FirstOrDefault(pod => !isRight(pod)) is { } wrong
            ? LinkState.Mend(
                $"pod {wrong.Name} {whatIsWrong(wrong)}: it is put in when a pod starts, and it started before", "start it anew",
                wrong.Owner.Length == 0 ? $"kubectl delete pod {ShellText.Word(wrong.Name)} -n {ns}" : $"kubectl rollout restart {wrong.Owner} -n {ns}")
            : new LinkState.Holds($"{right} in {Names.Some(own.Select(pod => pod.Name))}");
    }

    private static string OwnerOf(PodFinding pod) => pod.Owner.Length == 0 ? "deployment DEPLOYMENT" : pod.Owner;
}
