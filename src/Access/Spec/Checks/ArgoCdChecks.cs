using EksIamCdk.Access.Spec.Reading;

namespace EksIamCdk.Access.Spec.Checks;

internal static class ArgoCdChecks
{
    public static void Check(AccessSpec spec, SpecProblems problems)
    {
        if (spec.ArgoCd is not { } argocd) return;
        foreach (var role in argocd.ControllerRoles)
        {
            PrincipalChecks.CheckArn(role.Written, role.Value, spec.Cluster.BackendsOf(Via.Auto), problems);
        }

        if (argocd.RegisterIn is { } home) CheckHome(home, spec.Cluster, problems);
    }

    private static void CheckHome(RegisterInSpec home, ClusterSpec cluster, SpecProblems problems)
    {
        if (home.Arn is { } arn)
        {
            var parts = arn.Text.Split(':');
            if (parts[5]["cluster/".Length..] != home.Cluster.Text && !home.Cluster.IsMissing)
            {
                problems.Add(arn, "arn is of another cluster", $"the ARN of {home.Cluster}");
            }

            if (home.Region is { } region && region.Text != parts[3]) problems.Add(region, "region is not that of the arn", parts[3]);
        }

        if (home is { ExternalId: { } id, AccessRoleArn: null })
        {
            problems.Add(id, "externalId is given without accessRoleArn", "the role that asks for it");
        }
        if (home.AccessRoleArn is { } role) PrincipalChecks.CheckArn(role.Written, role.Value, Backends.None, problems);
        var elsewhere = home.AccessRoleArn is not null || home.Region?.Text != cluster.Region?.Text
            || (home.Arn is not null && home.Arn.Text != cluster.Arn?.Text);
        if (!home.Cluster.IsMissing && home.Cluster.Text == cluster.Name.Text && !elsewhere)
        {
            problems.Add(
                home.Cluster,
                "a cluster cannot be registered in itself: Argo CD knows the one that it runs in",
                "the cluster of Argo CD, or no registerIn");
        }
    }
}
