using EksIamCdk.Access.Clusters;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Access.Tests.Spec;

public sealed class AccessSpecTests
{
    private const string Yaml = """
        cluster:
          name: demo
          authenticationMode: CONFIG_MAP
          arn: arn:aws:eks:eu-west-1:111122223333:cluster/demo
          region: eu-west-1
          endpoint: https://example.eks.amazonaws.com
          certificateAuthorityData: QUJD
          accessRoleArn: arn:aws:iam::111122223333:role/Deployer
          externalId: tools
        namespaces:
          - name: dev
            podSecurity: baseline
            quota: { requests.cpu: 20, count/deployments.apps: 5 }
            limits: { default: { cpu: 500m }, defaultRequest: { cpu: 0.1 } }
            network: deny-all
        roles:
          - name: reader
            rules:
              - { apiGroups: [""], resources: [pods], verbs: [get], resourceNames: [app] }
              - { nonResourceURLs: [/metrics], verbs: [get] }
        access:
          - name: developers
            via: aws-auth
            principals:
              - arn:aws:iam::111122223333:role/team/Developer
              - account: 012345678901
            username: "{{SessionName}}@dev"
            groups: [oncall]
            grant:
              - { profile: cluster-admin, namespaces: [dev] }
              - { role: reader }
        """;

    [Fact]
    public void Everything_that_this_version_knows_is_read()
    {
        var reading = AccessSpec.Read(Yaml);

        Assert.Empty(reading.Problems);
        var spec = reading.Spec!;
        Assert.Equal(
            ("demo", AuthenticationMode.ConfigMap, "tools"),
            (spec.Cluster.Name.Text, spec.Cluster.AuthenticationMode, spec.Cluster.ExternalId!.Text));
        var ns = Assert.Single(spec.Namespaces);
        Assert.Equal((PodSecurity.Baseline, NetworkDefault.DenyAll), (ns.PodSecurity, ns.Network));
        Assert.Equal(["requests.cpu=20", "count/deployments.apps=5"], ns.Quota.Select(amount => $"{amount.Resource}={amount.Written}"));
        Assert.Equal(0.1m, ns.Limits!.DefaultRequest[0].Value);
        Assert.Equal("", spec.Roles[0].Rules[0].ApiGroups![0].Text);
        Assert.Equal("/metrics", spec.Roles[0].Rules[1].NonResourceUrls[0].Text);
        var access = Assert.Single(spec.Access);
        Assert.Equal("arn:aws:iam::111122223333:role/Developer", Assert.IsType<PrincipalSpec.Arn>(access.Principals[0]).Value.AsWritten);
        Assert.Equal("012345678901", Assert.IsType<PrincipalSpec.Account>(access.Principals[1]).Id.Text);
        Assert.Equal((Via.AwsAuth, Profile.ClusterAdmin, "reader"), (access.Via, access.Grant[0].Profile, access.Grant[1].Role!.Text));
    }

    [Fact]
    public void What_is_worth_knowing_comes_as_notes_with_their_places()
    {
        var notes = AccessSpec.Read(Yaml).Notes.Select(note => note.In("access.yaml"));

        Assert.Equal(
        [
            "access.yaml:25:9: role path /team/ is stripped: aws-auth is matched without it, as arn:aws:iam::111122223333:role/Developer",
            "access.yaml:26:18: principals of account 012345678901 sign in with their ARN as username and without groups: "
                + "username, groups and grants of developers do not reach them",
            "access.yaml:28:14: group oncall is bound by nothing in this file: its bindings must be in the cluster already",
        ],
        notes);
    }

    [Fact]
    public void More_notes_tell_of_what_may_be_a_mistake()
    {
        var reading = AccessSpec.Read("""
            cluster: { name: demo }
            namespaces: [{ name: dev }]
            roles:
              - { name: idle, namespaces: [dve, default], rules: [{ apiGroups: [apps], resources: [deployments], verbs: [lst, frobnicate] }] }
            access:
              - name: ops
                principals: [arn:aws:iam::111122223333:user/alice]
                username: "ops:{{SessionName}}"
                groups: ["system:masters"]
              - name: guests
                principals: [arn:aws:iam::111122223333:user/bob]
              - name: readers
                principals: [arn:aws:iam::111122223333:role/Reader]
                grant: [{ profile: edit }, { profile: admin, namespaces: [prod] }, { profile: view }]
            """);

        Assert.Empty(reading.Problems);
        Assert.Equal(
        [
            "4:13: role idle is granted to nobody in this file",
            "4:32: namespace dve is not listed in this file: it must be in the cluster already; did you mean dev?",
            "4:110: verb lst is none that Kubernetes has; did you mean list?",
            "7:18: user alice has no session: ops:{{SessionName}} is filled in with an empty session name",
            "9:14: group system:masters may do everything in the cluster",
            "10:11: access guests grants nothing: its principals can sign in, and that is all",
            "14:63: namespace prod is not listed in this file: it must be in the cluster already",
        ],
        reading.Notes.Select(note => $"{note.At.Line}:{note.At.Column}: {note.Text}"));
    }

    [Fact]
    public void Json_is_yaml()
    {
        var reading = AccessSpec.Read("""{"cluster": {"name": "demo"}, "access": [{"name": "ops", "principals": [{"account": "111122223333"}], "groups": [], "grant": []}]}""");

        Assert.Empty(reading.Problems);
        Assert.Equal("ops", reading.Spec!.Access[0].Name.Text);
    }

    [Fact]
    public void An_alias_stands_for_what_its_anchor_holds()
    {
        var reading = AccessSpec.Read("""
            cluster: { name: demo }
            namespaces:
              - { name: dev, quota: &quota { pods: "10" } }
              - { name: staging, quota: *quota }
            """);

        Assert.Empty(reading.Problems);
        Assert.Equal(reading.Spec!.Namespaces[0].Quota, reading.Spec.Namespaces[1].Quota);
    }

    [Fact]
    public void A_key_without_a_value_is_as_good_as_none()
    {
        var reading = AccessSpec.Read("cluster:\n  name: demo\n  arn:\nnamespaces:\naccess: ~\n");

        Assert.Empty(reading.Problems);
        Assert.Null(reading.Spec!.Cluster.Arn);
        Assert.Equal(AuthenticationMode.ApiAndConfigMap, reading.Spec.Cluster.AuthenticationMode);
    }

    [Fact]
    public void A_spec_that_aliases_make_huge_is_refused()
    {
        var levels = Enumerable.Range(1, 9).Select(level => $"a{level}: &a{level} [{string.Join(", ", Enumerable.Repeat($"*a{level - 1}", 20))}]");

        var problem = Assert.Single(AccessSpec.Read($"a0: &a0 [x]\n{string.Join('\n', levels)}\n").Problems);

        Assert.Contains("aliases stand for more than 100000 values", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_spec_nested_without_end_is_refused()
    {
        var problem = Assert.Single(AccessSpec.Read(new string('[', 10_000)).Problems);

        Assert.Contains("nested more than 64 levels deep", problem.Text, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_readings_of_one_text_are_equal()
    {
        Assert.Equal(AccessSpec.Read(Yaml).Spec, AccessSpec.Read(Yaml).Spec);
        Assert.NotEqual(AccessSpec.Read(Yaml).Spec, AccessSpec.Read("\n" + Yaml).Spec);
    }

    [Theory]
    [InlineData("2", 2)]
    [InlineData("500m", 0.5)]
    [InlineData("1.5Gi", 1610612736)]
    [InlineData("1e3", 1000)]
    [InlineData("5E", 5e18)]
    public void A_quantity_is_read_as_Kubernetes_does(string text, double value) => Assert.Equal((decimal)value, Quantity.Parse(text));

    [Theory]
    [InlineData("")]
    [InlineData("many")]
    [InlineData("-1")]
    [InlineData("1 Gi")]
    [InlineData("99999999999999999999999Ei")]
    public void What_is_no_quantity_is_refused(string text) => Assert.Null(Quantity.Parse(text));

    [Fact]
    public void The_sample_at_the_root_is_right()
    {
        var reading = AccessSpec.Read(File.ReadAllText(Repository.Path("access.yaml")));

        Assert.Empty(reading.Problems);
    }
}
