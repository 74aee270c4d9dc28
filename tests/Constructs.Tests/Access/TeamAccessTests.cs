using System.Text.Json.Nodes;
using Amazon.CDK;
using Amazon.CDK.AWS.EKS;
using EksIamCdk.Constructs.Access;
using EksIamCdk.Constructs.Iam;
using EksIamCdk.Constructs.Namespaces;
using EksIamCdk.Constructs.Rbac;
using static EksIamCdk.Constructs.Tests.Synthesized;

namespace EksIamCdk.Constructs.Tests.Access;

public sealed class TeamAccessTests
{
    private const string Role = "arn:aws:iam::111122223333:role/Dev";

    [Fact]
    public void Grants_are_bound_to_the_group_of_the_team_and_its_principals_carry_it()
    {
        var template = Team(new()
        {
            Provider = null!,
            Name = "devs",
            Principals = [TeamPrincipal.Role(Role), TeamPrincipal.User("arn:aws:iam::111122223333:user/alice")],
            Groups = ["oncall"],
            Grants = [TeamGrant.Profile(TeamProfile.View, ["dev", "staging"]), TeamGrant.ClusterRole("metrics")],
        });

        Assert.Equal(
        [
            "ClusterRoleBinding eks-iam-cdk:devs:metrics gives ClusterRole metrics",
            "RoleBinding dev/eks-iam-cdk:devs:view gives ClusterRole view",
            "RoleBinding staging/eks-iam-cdk:devs:view gives ClusterRole view",
        ],
        Manifests(template).Select(pair => $"{pair.Key} gives {pair.Value["roleRef"]!["kind"]} {pair.Value["roleRef"]!["name"]}").Order(StringComparer.Ordinal));
        Assert.All(Manifests(template).Values, binding => Assert.Equal("eks-iam-cdk:devs", binding["subjects"]![0]!["name"]!.GetValue<string>()));
        Assert.Equal(
            ["Dev:{{SessionName}} eks-iam-cdk:devs,oncall", "alice eks-iam-cdk:devs,oncall"],
            template.All("Custom::EksAwsAuthEntry").Values.Select(entry => entry["Properties"]!)
                .Select(entry => $"{entry["Username"]} {string.Join(",", entry["Groups"]!.AsArray())}"));
    }

    [Fact]
    public void Everything_waits_for_what_it_needs_whichever_is_declared_first()
    {
        var template = Template(stack =>
        {
            var provider = Provider(stack);
            _ = new TeamAccess(stack, "Team", new()
            {
                Provider = provider,
                Name = "devs",
                Principals = [TeamPrincipal.Role(Role)],
                Grants =
                [
                    TeamGrant.Role("deployer", ["dev"]),
                    TeamGrant.Own("reader", [new() { ApiGroups = [""], Resources = ["pods"], Verbs = ["get"] }], ["dev"]),
                ],
                Expect = new() { Allowed = ["get pods -n dev"] },
            });
            _ = new KubernetesRole(stack, "Deployer", new()
            {
                Provider = provider,
                Namespace = "dev",
                Name = "deployer",
                Rules = [new() { ApiGroups = ["apps"], Resources = ["deployments"], Verbs = ["*"] }],
            });
            _ = new TeamNamespace(stack, "Dev", new() { Provider = provider, Name = "dev" });
        });

        AssertAfter("Role dev/deployer", "Namespace dev");
        AssertAfter("Role dev/eks-iam-cdk:devs:reader", "Namespace dev");
        AssertAfter("RoleBinding dev/eks-iam-cdk:devs:deployer", "Namespace dev", "Role dev/deployer");
        AssertAfter("RoleBinding dev/eks-iam-cdk:devs:reader", "Namespace dev", "Role dev/eks-iam-cdk:devs:reader");
        AssertAfter(Role, "RoleBinding dev/eks-iam-cdk:devs:deployer", "RoleBinding dev/eks-iam-cdk:devs:reader");
        AssertAfter("check", "RoleBinding dev/eks-iam-cdk:devs:deployer", "RoleBinding dev/eks-iam-cdk:devs:reader");

        void AssertAfter(string what, params string[] before)
        {
            var ids = Ids(template);
            Assert.Equal(
                before.Select(name => ids[name]).Concat(["ProviderAccessEntry5BD67DDA", "ProviderInvocation20456212"]).Order(StringComparer.Ordinal),
                template["Resources"]![ids[what]]!["DependsOn"]!.AsArray().Select(id => id!.GetValue<string>()).Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public void A_created_role_may_only_find_the_cluster_and_is_mapped_by_its_name()
    {
        var template = Team(new()
        {
            Provider = null!,
            Name = "devs",
            Principals =
            [
                TeamPrincipal.CreatedRole(
                    "eks-developer",
                    new ArnTrust { Arns = ["arn:aws:iam::111122223333:root"], ExternalId = "my-external-id", Mfa = true },
                    TimeSpan.FromHours(2)),
            ],
        });

        var (id, role) = template.All("AWS::IAM::Role").Single(pair => pair.Value["Properties"]!["RoleName"] is not null);
        Assert.Equal(7200, role["Properties"]!["MaxSessionDuration"]!.GetValue<int>());
        Assert.Equal("eks:DescribeCluster", role["Properties"]!["Policies"]![0]!["PolicyDocument"]!["Statement"]![0]!["Action"]![0]!.GetValue<string>());
        var entry = template.One("Custom::EksAwsAuthEntry");
        AssertJson($$"""{"Fn::GetAtt": ["{{id}}", "Arn"]}""", entry["Properties"]!["RoleArn"]);
        Assert.Equal("eks-developer:{{SessionName}}", entry["Properties"]!["Username"]!.GetValue<string>());
    }

    [Fact]
    public void A_permission_set_has_its_path_in_access_entries_and_none_in_aws_auth()
    {
        var template = Team(new()
        {
            Provider = null!,
            Name = "devs",
            Principals =
            [
                TeamPrincipal.PermissionSet("Dev", "111122223333", "AWSReservedSSO_Dev_0123456789abcdef"),
                TeamPrincipal.PermissionSet("Dev", "444455556666", "AWSReservedSSO_Dev_0123456789abcdef", "eu-west-1"),
            ],
            Via = MappingVia.Both,
        });

        Assert.Equal(
        [
            "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Dev_0123456789abcdef",
            "arn:aws:iam::444455556666:role/aws-reserved/sso.amazonaws.com/eu-west-1/AWSReservedSSO_Dev_0123456789abcdef",
        ],
        template.All("AWS::EKS::AccessEntry").Values.Select(entry => entry["Properties"]!["PrincipalArn"]!).OfType<JsonValue>().Select(arn => arn.GetValue<string>()));
        Assert.Equal(
            [
                "arn:aws:iam::111122223333:role/AWSReservedSSO_Dev_0123456789abcdef",
                "arn:aws:iam::444455556666:role/AWSReservedSSO_Dev_0123456789abcdef",
            ],
            template.All("Custom::EksAwsAuthEntry").Values.Select(entry => entry["Properties"]!["RoleArn"]!.GetValue<string>()));
    }

    [Fact]
    public void An_account_is_let_in_without_the_names_and_groups_of_the_team()
    {
        var template = Team(new()
        {
            Provider = null!,
            Name = "partner",
            Principals = [TeamPrincipal.Account("444455556666")],
            Username = "partner",
            Groups = ["partners"],
        });

        Assert.Equal(
            ["ServiceToken", "ServiceTimeout", "Cluster", "AccountId"],
            template.One("Custom::EksAwsAuthEntry")["Properties"]!.AsObject().Select(pair => pair.Key));
    }

    [Fact]
    public void What_is_expected_is_asked_in_the_words_of_the_contract()
    {
        var template = Team(new()
        {
            Provider = null!,
            Name = "devs",
            Principals = [TeamPrincipal.Role(Role)],
            Username = "dev:{{SessionName}}",
            Grants = [TeamGrant.Profile(TeamProfile.View, ["dev"])],
            Expect = new()
            {
                Allowed = ["get pods -n dev", "get pods --subresource=log -n dev", "get /healthz"],
                Denied = ["delete deployments.apps -n dev", "get configmap/aws-auth -n kube-system"],
            },
        });

        var check = template.One("Custom::EksAccessCheck")["Properties"]!.AsObject();
        foreach (var common in new[] { "ServiceToken", "ServiceTimeout", "Cluster" }) Assert.True(check.Remove(common));
        AssertJson(
            """
            {"Username": "dev:{{SessionName}}", "Groups": ["eks-iam-cdk:devs"],
             "Allowed": [{"Verb": "get", "Resource": "pods", "Namespace": "dev"},
                         {"Verb": "get", "Resource": "pods", "Subresource": "log", "Namespace": "dev"}, {"Verb": "get", "NonResourceUrl": "/healthz"}],
             "Denied": [{"Verb": "delete", "Resource": "deployments", "Group": "apps", "Namespace": "dev"},
                        {"Verb": "get", "Resource": "configmaps", "Name": "aws-auth", "Namespace": "kube-system"}]}
            """,
            check);
    }

    [Fact]
    public void Ids_are_made_of_names_so_that_order_says_nothing_and_a_principal_may_change_its_team()
    {
        var one = Teams(["a", "b"], ["alice", "bob"]);
        var other = Teams(["b", "a"], ["bob", "alice"]);
        var moved = Teams(["a", "b"], ["bob", "alice"]);

        Assert.Equal(one.Keys.Order(), other.Keys.Order());
        Assert.Equal(one.Keys.Order(), moved.Keys.Order());

        static IReadOnlyDictionary<string, JsonObject> Teams(string[] names, string[] users) => Template(stack =>
        {
            var (provider, shared) = (Provider(stack), new global::Constructs.Construct(stack, "Principals"));
            foreach (var (name, user) in names.Zip(users))
            {
                _ = new TeamAccess(stack, name, new()
                {
                    Provider = provider,
                    Name = name,
                    Principals = [TeamPrincipal.User($"arn:aws:iam::111122223333:user/{user}")],
                    Grants = [TeamGrant.Profile(TeamProfile.View)],
                    PrincipalsIn = shared,
                });
            }
        }).All("Custom::EksAwsAuthEntry");
    }

    [Fact]
    public void All_that_is_wrong_is_named_together()
    {
        var error = Assert.Throws<ArgumentException>(() => Team(new()
        {
            Provider = null!,
            Name = " ",
            Principals =
            [
                TeamPrincipal.Role("arn:aws:iam::111122223333:user/alice"),
                TeamPrincipal.Account("1"),
                TeamPrincipal.Account("1"),
                TeamPrincipal.PermissionSet("Dev", "111122223333", "AWSReservedSSO_Ops_0123456789abcdef"),
                TeamPrincipal.CreatedRole("a b", new ArnTrust { Arns = [] }, TimeSpan.FromMinutes(5)),
            ],
            Grants = [TeamGrant.Profile(TeamProfile.View, []), TeamGrant.ClusterRole("x", ["dev"]), TeamGrant.ClusterRole("x", ["dev", "prod"])],
        }));

        Assert.Equal(
            "Stack/Team: Name: missing, expected the team's name; "
            + "Principals[0]: got \"arn:aws:iam::111122223333:user/alice\", expected the ARN of an IAM role; "
            + "Principals[1]: got \"1\", expected the 12 digits of an AWS account; Principals[2]: got \"1\", expected the 12 digits of an AWS account; "
            + "Principals[3].RoleName: got \"AWSReservedSSO_Ops_0123456789abcdef\", expected AWSReservedSSO_Dev_ and 16 hexadecimal digits; "
            + "Principals[4].Name: got \"a b\", expected 1 to 64 letters, digits or _+=,.@-; "
            + "Principals[4].MaxSession: got \"00:05:00\", expected 1 to 12 hours; "
            + "Principals[4].Trust.Arns: missing, expected at least one role, user or account root; "
            + "Principals: got \"1\", expected each principal once; "
            + "Grants[0].Namespaces: missing, expected at least one; null for the whole cluster; "
            + "Grants: got \"x\", expected it once in dev",
            error.Message);
        Assert.StartsWith("Stack/Team: Principals: missing", Wrong([]), StringComparison.Ordinal);

        static string Wrong(IReadOnlyList<TeamPrincipal> principals) =>
            Assert.Throws<ArgumentException>(() => Team(new() { Provider = null!, Name = "a", Principals = principals })).Message;
    }

    [Fact]
    public void What_cannot_be_asked_is_said_with_what_could()
    {
        var stack = new Stack();
        var error = Assert.Throws<ArgumentException>(() => new AccessCheck(stack, "Check", new()
        {
            Provider = Provider(stack),
            Groups = ["a"],
            PrincipalArn = "arn:aws:iam::111122223333:root",
            Allowed = ["get podz -n dev"],
            Denied = ["pods"],
        }));

        Assert.StartsWith(
            "Default/Check: Username, PrincipalArn: got \"both\", expected either Username (and Groups) or PrincipalArn; "
            + "Username: missing, expected the username of these groups; "
            + "PrincipalArn: got \"arn:aws:iam::111122223333:root\", expected the ARN of an IAM role or user; "
            + "Allowed[0]: got \"get podz -n dev\", expected a question of kubectl auth can-i: podz is no type that every cluster has",
            error.Message,
            StringComparison.Ordinal);
        Assert.Contains("did you mean pods?", error.Message, StringComparison.Ordinal);
        Assert.Contains("Denied[0]: got \"pods\"", error.Message, StringComparison.Ordinal);
        var empty = Assert.Throws<ArgumentException>(() => new AccessCheck(stack, "Empty", new() { Provider = Provider(new Stack()) }));
        Assert.Equal(
            "Default/Empty: Username, PrincipalArn: missing, expected either Username (and Groups) or PrincipalArn; "
            + "Allowed, Denied: missing, expected at least one line in all",
            empty.Message);
    }

    private static JsonObject Team(TeamAccessProps props) => Template(stack => _ = new TeamAccess(stack, "Team", new()
    {
        Provider = Provider(stack, new() { Name = "demo", AuthenticationMode = AuthenticationMode.API_AND_CONFIG_MAP }),
        Name = props.Name,
        Principals = props.Principals,
        Via = props.Via,
        Username = props.Username,
        Groups = props.Groups,
        Grants = props.Grants,
        Expect = props.Expect,
    }));

    private static Dictionary<string, JsonNode> Manifests(JsonObject template) => template.All("Custom::EksKubernetesObject").Values
        .Select(resource => JsonNode.Parse(resource["Properties"]!["Manifest"]!.GetValue<string>())!).ToDictionary(What);

    private static string What(JsonNode manifest)
    {
        var (ns, name) = (manifest["metadata"]!["namespace"], manifest["metadata"]!["name"]);
        return ns is null ? $"{manifest["kind"]} {name}" : $"{manifest["kind"]} {ns}/{name}";
    }

    private static Dictionary<string, string> Ids(JsonObject template)
    {
        var ids = template.All("Custom::EksKubernetesObject").ToDictionary(
            pair => What(JsonNode.Parse(pair.Value["Properties"]!["Manifest"]!.GetValue<string>())!), pair => pair.Key);
        foreach (var (id, entry) in template.All("Custom::EksAwsAuthEntry")) ids[entry["Properties"]!["RoleArn"]!.GetValue<string>()] = id;
        foreach (var id in template.All("Custom::EksAccessCheck").Keys) ids["check"] = id;
        return ids;
    }
}
