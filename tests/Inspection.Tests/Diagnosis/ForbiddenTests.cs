using System.Text.Json.Nodes;
using EksIamCdk.Inspection.Diagnosis;
using EksIamCdk.Inspection.Explaining;
using static EksIamCdk.Inspection.Tests.Diagnosis.ArticleCluster;

namespace EksIamCdk.Inspection.Tests.Diagnosis;

/// <summary>"Error from server (Forbidden): User … cannot …".</summary>
public sealed class ForbiddenTests
{
    [Theory]
    [InlineData("demo-eks-developer-role", "get pods -n dev")]
    [InlineData("external_developer", "get services -n default")]
    [InlineData("dev", "update pods -n production")]
    [InlineData("demo-eks-github-actions-role", "create deployments.apps -n production")]
    public void What_the_articles_allow_has_a_whole_chain(string role, string question) =>
        AllHold(AccessGuide.Examine(State(), Principal(role), Question(question), LiveFindings.None));

    [Fact]
    public void Pods_is_forbidden_in_production_since_the_view_policy_is_for_dev_and_staging()
    {
        var broken = BrokenAt("rule", AccessGuide.Examine(State(), Principal("demo-eks-developer-role"), Question("get pods -n production"), LiveFindings.None));

        Assert.Equal(
            "no rule allows get pods -n production; access policy AmazonEKSViewPolicy in dev allows it in dev, staging, and you asked in production", broken.Why);
        Assert.Equal(
            $"aws eks associate-access-policy --cluster-name demo-eks-cluster --region us-east-1 --principal-arn arn:aws:iam::{Account}:role/demo-eks-developer-role "
            + "--policy-arn arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy --access-scope type=namespace,namespaces=production",
            Assert.Single(broken.Commands));
    }

    [Fact]
    public void Deployments_apps_is_forbidden_to_create_for_a_developer_who_reads_only()
    {
        var broken = BrokenAt("rule", AccessGuide.Examine(State(), Principal("demo-eks-developer-role"), Question("create deployments -n dev"), LiveFindings.None));

        Assert.Contains("it may get, list, watch deployments there, not create", broken.Why, StringComparison.Ordinal);
        Assert.Contains("AmazonEKSEditPolicy", Assert.Single(broken.Commands), StringComparison.Ordinal);
    }

    [Fact]
    public void The_developer_user_is_forbidden_to_see_aws_auth_in_kube_system()
    {
        var state = State(documents => documents["kubernetes/namespaces"]["items"]!.AsArray().Add(new JsonObject { ["metadata"] = new JsonObject { ["name"] = "kube-system" } }));

        var broken = BrokenAt("rule", AccessGuide.Examine(state, Principal("external_developer"), Question("get configmaps/aws-auth -n kube-system"), LiveFindings.None));

        Assert.Equal("kubectl create rolebinding developer-view -n kube-system --clusterrole=view --user=developer", Assert.Single(broken.Commands));
    }

    [Fact]
    public void A_group_is_misspelt_between_the_mapping_and_the_binding()
    {
        var broken = BrokenAt("bindings", AccessGuide.Examine(State(MapRoles(map => map.Replace("[dev]", "[devs]", StringComparison.Ordinal))), Principal("dev"), Question("list pods -n dev"), LiveFindings.None));

        Assert.Contains("nothing is bound to the group devs", broken.Why, StringComparison.Ordinal);
        Assert.Contains("probably dev was meant", broken.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void The_group_system_admin_gives_nothing_since_administrators_are_system_masters()
    {
        var broken = BrokenAt("bindings", AccessGuide.Examine(State(MapRoles(map => map.Replace("[dev]", "['system:admin']", StringComparison.Ordinal))), Principal("dev"), null, LiveFindings.None));

        Assert.Contains("system:admin is no group of administrators: that is system:masters", broken.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_that_are_no_list_are_none()
    {
        var broken = BrokenAt("bindings", AccessGuide.Examine(State(MapRoles(map => map.Replace("[dev]", "dev", StringComparison.Ordinal))), Principal("dev"), null, LiveFindings.None));

        Assert.StartsWith("aws-auth mapRoles line 10:", broken.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_second_run_of_create_iamidentitymapping_shadows_the_entry_that_would_allow_it()
    {
        var state = State(MapRoles(map => $"{map}\n- rolearn: arn:aws:iam::{Account}:role/dev\n  username: dev\n  groups: [audit]\n"));

        var broken = BrokenAt("aws-auth", AccessGuide.Examine(state, Principal("dev"), Question("list pods -n dev"), LiveFindings.None));

        Assert.StartsWith("aws-auth mapRoles line 8 would allow it, but has no effect", broken.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void An_access_entry_takes_the_place_of_an_entry_of_aws_auth_that_would_allow_it()
    {
        var state = State(documents => documents["aws/access-entries"]["accessEntries"]!.AsArray().Add(Parse($$"""{"principalArn": "arn:aws:iam::{{Account}}:role/dev", "type": "STANDARD", "kubernetesGroups": ["audit"]}""")));

        var broken = BrokenAt("aws-auth", AccessGuide.Examine(state, Principal("dev"), Question("list pods -n dev"), LiveFindings.None));

        Assert.Equal(
            $"aws eks update-access-entry --cluster-name demo-eks-cluster --region us-east-1 --principal-arn arn:aws:iam::{Account}:role/dev --kubernetes-groups audit dev",
            Assert.Single(broken.Commands));
    }

    [Fact]
    public void A_binding_names_a_role_that_is_not_there()
    {
        var state = State(documents => documents["kubernetes/rolebindings"]["items"] = new JsonArray(Binding("default", "developer", "Role", "developr", "User", "developer")));

        var broken = BrokenAt("roles", AccessGuide.Examine(state, Principal("external_developer"), Question("get services -n default"), LiveFindings.None));

        Assert.Contains("there is no Role developr; probably developer was meant", broken.Why, StringComparison.Ordinal);
        Assert.Equal("kubectl create role developr -n default --verb=get --resource=services", Assert.Single(broken.Commands));
    }

    [Fact]
    public void A_namespace_is_misspelt()
    {
        var broken = BrokenAt("namespace", AccessGuide.Examine(State(), Principal("dev"), Question("list pods -n stagin"), LiveFindings.None));

        Assert.Contains("probably staging was meant", broken.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void Nodes_are_in_no_namespace_so_no_RoleBinding_gives_them()
    {
        var broken = BrokenAt("rule", AccessGuide.Examine(State(), Principal("external_developer"), Question("list nodes"), LiveFindings.None));

        Assert.Equal(
            ["kubectl create clusterrole developer-list --verb=list --resource=nodes", "kubectl create clusterrolebinding developer-list --clusterrole=developer-list --user=developer"],
            broken.Commands);
    }

    [Fact]
    public void A_rule_in_the_wrong_API_group_and_a_subresource_are_told()
    {
        var state = State(documents => documents["kubernetes/roles"]["items"]![0]!["rules"]!.AsArray().Add(Parse("""{"apiGroups": [""], "resources": ["deployments"], "verbs": ["*"]}""")));

        var group = BrokenAt("rule", AccessGuide.Examine(state, Principal("external_developer"), Question("get deployments -n default"), LiveFindings.None));
        var subresource = BrokenAt("rule", AccessGuide.Examine(state, Principal("external_developer"), Question("get pods --subresource=log -n default"), LiveFindings.None));

        Assert.Contains("names deployments in the API group \"\" (core), and they are in apps", group.Why, StringComparison.Ordinal);
        Assert.Contains("pods/log is a right of its own", subresource.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void A_service_account_is_asked_for_as_the_message_names_it()
    {
        var account = new Principal.ServiceAccount("app", "uploader");

        var broken = BrokenAt("bindings", AccessGuide.Examine(State(), account, Question("get pods -n app"), LiveFindings.None));

        Assert.Equal("kubectl create rolebinding uploader-view -n app --clusterrole=view --serviceaccount=app:uploader", Assert.Single(broken.Commands));
    }

    [Fact]
    public void A_denial_hangs_on_lists_that_were_not_read()
    {
        var examination = AccessGuide.Examine(State(Unread("list rolebindings", "kubernetes/rolebindings")), Principal("dev"), Question("delete pods -n dev"), LiveFindings.None);

        Assert.Null(examination.BrokenLink);
        Assert.Equal("rolebindings could not be read (it is forbidden), which leaves unknown what else may allow it", Assert.IsType<LinkState.Unknown>(examination.Links[^1].State).What);
    }
}
