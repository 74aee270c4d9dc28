using System.Text.Json.Nodes;
using static EksIamCdk.CdkApp.Tests.Synthesis;

namespace EksIamCdk.CdkApp.Tests;

public sealed class AccessStackTests
{
    private const string Spec = """
        cluster: { name: demo }
        namespaces: [{ name: dev, quota: { pods: "10" } }]
        roles:
          - { name: pod-updater, namespaces: [dev, default], rules: [{ apiGroups: [""], resources: [pods], verbs: [update] }] }
          - { name: metrics, rules: [{ nonResourceURLs: [/metrics], verbs: [get] }] }
        access:
          - name: developers
            principals: [arn:aws:iam::111122223333:role/team/Developer, arn:aws:iam::111122223333:user/team/alice]
            groups: [oncall]
            grant:
              - { profile: view, namespaces: [dev] }
              - { profile: view, namespaces: [default] }
              - { role: pod-updater }
              - { role: metrics }
              - { role: metrics, namespaces: [dev] }
          - name: guests
            principals: [{ account: "444455556666" }]
        """;

    private const string SpecInAnotherOrder = """
        access:
          - name: guests
            principals: [{ account: "444455556666" }]
          - name: developers
            grant:
              - { role: metrics, namespaces: [dev] }
              - { role: metrics }
              - { role: pod-updater }
              - { profile: view, namespaces: [default, dev] }
            groups: [oncall]
            principals: [arn:aws:iam::111122223333:user/team/alice, arn:aws:iam::111122223333:role/team/Developer]
        roles:
          - { name: metrics, rules: [{ nonResourceURLs: [/metrics], verbs: [get] }] }
          - { name: pod-updater, namespaces: [default, dev], rules: [{ apiGroups: [""], resources: [pods], verbs: [update] }] }
        namespaces: [{ name: dev, quota: { pods: "10" } }]
        cluster: { name: demo }
        """;

    [Fact]
    public void A_namespace_that_is_not_listed_is_told_to_be_there_in_a_cluster_that_exists_and_made_in_a_new_one()
    {
        const string Existing = """
            cluster: { name: demo, region: eu-west-1 }
            access: [{ name: devs, principals: [arn:aws:iam::111122223333:role/Dev], grant: [{ profile: view, namespaces: [shop, default] }] }]
            """;
        var made = Existing.Replace(
            "region: eu-west-1", "create: { version: \"1.34\", adminRoles: [arn:aws:iam::111122223333:role/Admin] }", StringComparison.Ordinal);

        var existing = Template(Existing);

        Assert.Equal(
            """{"Cluster":"demo","Namespaces":["shop"],"Region":"eu-west-1"}""",
            existing["Metadata"]!["EksIamCdk::ExistingNamespaces"]!.ToJsonString());
        Assert.DoesNotContain("Namespace shop", Made(existing).Keys);
        Assert.Contains("Namespace shop", Made(Template(made)).Keys);
        Assert.Null(Template(made)["Metadata"]);
    }

    [Fact]
    public void The_logical_ids_of_the_sample_are_for_ever()
    {
        var ids = Resources(Template(File.ReadAllText(Path.Combine(Root, "access.yaml")))).Select(pair => pair.Key).Order(StringComparer.Ordinal);

        Assert.Equal(
        [
            "AccessauditorsviewClusterWide8F84FCBD",
            "Accessdeveloperspodupdaterdev8444ACFC",
            "AccessdevelopersviewdevA1856AC9",
            "AccessdevelopersviewstagingB3BD6D38",
            "AccessopsclusteradminClusterWide377D556A",
            "Namespacesdev338617E2",
            "NamespacesdevLimitsA8B132C5",
            "NamespacesdevNetwork2854A098",
            "NamespacesdevQuota8E739356",
            "Namespacesstaging35649769",
            "NamespacesstagingNetwork42CCB959",
            "NamespacesstagingQuotaCC93090C",
            "Principalsaccount77778888999943224F02",
            "Principalsrole111122223333Developer61361B4E",
            "Principalsrole111122223333Ops323A2FA5",
            "Principalsrole444455556666AuditorA478CE9A",
            "Principalsuser111122223333alice07360C70",
            "Provider2281708E",
            "ProviderAccessEntry5BD67DDA",
            "ProviderInvocation20456212",
            "ProviderLastAnswer5C106D5C",
            "ProviderLastAnswerInvocationB0027B89",
            "ProviderLastAnswerLog3815EA92",
            "ProviderLastAnswerRole917DC04B",
            "ProviderLogAC562BAE",
            "ProviderRole1DE8EC3B",
            "RolespodupdaterdevA4A228FD",
        ],
        ids);
    }

    [Fact]
    public void Another_order_in_the_file_makes_the_same_resources()
    {
        var (first, second) = (Resources(Template(Spec)), Resources(Template(SpecInAnotherOrder)));

        Assert.Equal(first.Select(pair => pair.Key).Order(), second.Select(pair => pair.Key).Order());
        Assert.All(first, pair => Assert.True(JsonNode.DeepEquals(pair.Value, second[pair.Key]), pair.Key));
    }

    [Fact]
    public void Namespaces_come_before_what_is_in_them_roles_before_bindings_and_principals_last()
    {
        var template = Template(Spec);
        var made = Made(template);

        AssertAfter("ResourceQuota dev/team-quota", "Namespace dev");
        AssertAfter("Role dev/pod-updater", "Namespace dev");
        AssertAfter("RoleBinding dev/eks-iam-cdk:developers:view", "Namespace dev");
        AssertAfter("RoleBinding dev/eks-iam-cdk:developers:pod-updater", "Namespace dev", "Role dev/pod-updater");
        AssertAfter("RoleBinding default/eks-iam-cdk:developers:pod-updater", "Role default/pod-updater");
        AssertAfter("ClusterRoleBinding eks-iam-cdk:developers:metrics", "ClusterRole metrics");
        AssertAfter("RoleBinding dev/eks-iam-cdk:developers:metrics", "Namespace dev", "ClusterRole metrics");
        AssertAfter(
            "arn:aws:iam::111122223333:role/Developer",
            "RoleBinding dev/eks-iam-cdk:developers:view",
            "RoleBinding default/eks-iam-cdk:developers:view",
            "RoleBinding dev/eks-iam-cdk:developers:pod-updater",
            "RoleBinding default/eks-iam-cdk:developers:pod-updater",
            "RoleBinding dev/eks-iam-cdk:developers:metrics",
            "ClusterRoleBinding eks-iam-cdk:developers:metrics");
        AssertAfter("444455556666");
        Assert.Equal(14, made.Count);

        void AssertAfter(string what, params string[] before) => Assert.Equal(
            before.Select(name => made[name]).Concat(["ProviderAccessEntry5BD67DDA", "ProviderInvocation20456212"]).Order(StringComparer.Ordinal),
            Resources(template)[made[what]]!["DependsOn"]!.AsArray().Select(id => id!.GetValue<string>()).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Principals_are_mapped_to_the_group_that_their_grants_are_bound_to()
    {
        var template = Template(Spec);
        var made = Made(template);

        AssertEntry("arn:aws:iam::111122223333:role/Developer", "RoleArn", "Developer:{{SessionName}}", "eks-iam-cdk:developers", "oncall");
        AssertEntry("arn:aws:iam::111122223333:user/team/alice", "UserArn", "alice", "eks-iam-cdk:developers", "oncall");
        var account = Resources(template)[made["444455556666"]]!["Properties"]!.AsObject();
        Assert.Equal(["ServiceToken", "ServiceTimeout", "Cluster", "AccountId"], account.Select(pair => pair.Key));

        void AssertEntry(string arn, string key, string username, params string[] groups)
        {
            var properties = Resources(template)[made[arn]]!["Properties"]!;
            Assert.Equal(arn, properties[key]!.GetValue<string>());
            Assert.Equal(username, properties["Username"]!.GetValue<string>());
            Assert.Equal(groups, properties["Groups"]!.AsArray().Select(group => group!.GetValue<string>()));
        }
    }

    [Fact]
    public void The_stack_knows_no_account_and_no_Region_unless_they_are_given()
    {
        var agnostic = Template(Spec).ToJsonString();
        var fixedPlace = Template(Spec, new Amazon.CDK.Environment { Account = "111122223333", Region = "eu-west-1" }).ToJsonString();

        Assert.Contains("AWS::AccountId", agnostic, StringComparison.Ordinal);
        Assert.DoesNotContain("eu-west-1", agnostic, StringComparison.Ordinal);
        Assert.DoesNotContain("AWS::AccountId", fixedPlace, StringComparison.Ordinal);
        Assert.Contains("arn:aws:eks:eu-west-1:111122223333:cluster/demo", fixedPlace.Replace("""",{"Ref":"AWS::Partition"},"""", "aws", StringComparison.Ordinal).Replace("\"aws\"", "aws", StringComparison.Ordinal), StringComparison.Ordinal);
    }
}
