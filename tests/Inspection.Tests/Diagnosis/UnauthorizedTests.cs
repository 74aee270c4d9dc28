using System.Text.Json.Nodes;
using EksIamCdk.Inspection.Diagnosis;
using static EksIamCdk.Inspection.Tests.Diagnosis.ArticleCluster;

namespace EksIamCdk.Inspection.Tests.Diagnosis;

/// <summary>"You must be logged in to the server (Unauthorized)".</summary>
public sealed class UnauthorizedTests
{
    [Theory]
    [InlineData("demo-eks-developer-role")]
    [InlineData("external_developer")]
    [InlineData("dev")]
    public void Who_is_let_in_by_an_access_entry_or_by_aws_auth_has_a_whole_chain(string role) =>
        AllHold(AccessGuide.Examine(State(), Principal(role), null, LiveFindings.None));

    [Fact]
    public void You_must_be_logged_in_where_there_is_neither_an_access_entry_nor_an_entry_of_aws_auth()
    {
        var broken = BrokenAt("aws-auth", AccessGuide.Examine(State(), Principal("ops"), null, LiveFindings.None));

        Assert.Equal(
            $"aws eks create-access-entry --cluster-name demo-eks-cluster --region us-east-1 --principal-arn arn:aws:iam::{Account}:role/ops --kubernetes-groups GROUP",
            Assert.Single(broken.Commands));
    }

    [Fact]
    public void You_must_be_logged_in_though_one_made_the_cluster_when_its_creator_was_not_made_administrator()
    {
        var broken = BrokenAt("access entry", AccessGuide.Examine(State(Cluster("authenticationMode", "API"), MapRoles(_ => "[]")), Principal("creator"), null, LiveFindings.None));

        Assert.Contains("bootstrapClusterCreatorAdminPermissions", broken.Remedy, StringComparison.Ordinal);
    }

    [Fact]
    public void You_must_be_logged_in_with_a_role_whose_name_is_misspelt()
    {
        var broken = BrokenAt("access entry", AccessGuide.Examine(State(Cluster("authenticationMode", "API"), MapRoles(_ => "[]")), Principal("demo-eks-develoeper-role"), null, LiveFindings.None));

        Assert.Contains($"probably arn:aws:iam::{Account}:role/demo-eks-developer-role was meant", broken.Why, StringComparison.Ordinal);
    }

    [Fact]
    public void You_must_be_logged_in_where_only_aws_auth_names_the_role_and_the_mode_is_API()
    {
        var broken = BrokenAt("authentication mode", AccessGuide.Examine(State(Cluster("authenticationMode", "API")), Principal("dev"), null, LiveFindings.None));

        Assert.Contains("aws-auth mapRoles line 8", broken.Why, StringComparison.Ordinal);
        Assert.Equal(
            $"aws eks create-access-entry --cluster-name demo-eks-cluster --region us-east-1 --principal-arn arn:aws:iam::{Account}:role/dev --username 'dev:{{{{SessionName}}}}' --kubernetes-groups dev",
            Assert.Single(broken.Commands));
    }

    [Fact]
    public void You_must_be_logged_in_where_only_an_access_entry_names_the_role_and_the_mode_is_CONFIG_MAP()
    {
        var broken = BrokenAt("authentication mode", AccessGuide.Examine(State(Cluster("authenticationMode", "CONFIG_MAP")), Principal("demo-eks-developer-role"), null, LiveFindings.None));

        Assert.Equal("aws eks update-cluster-config --name demo-eks-cluster --region us-east-1 --access-config authenticationMode=API_AND_CONFIG_MAP", Assert.Single(broken.Commands));
    }

    [Fact]
    public void You_must_be_logged_in_after_the_role_was_deleted_and_made_anew()
    {
        var state = State(documents => Find(documents["aws/iam-roles"]["roles"]!.AsArray(), "arn", $"arn:aws:iam::{Account}:role/demo-eks-developer-role")["createDate"] = "2026-02-01T00:00:00Z");

        var broken = BrokenAt("access entry", AccessGuide.Examine(state, Principal("demo-eks-developer-role"), null, LiveFindings.None));

        Assert.Equal(
            ["delete-access-entry", "create-access-entry", "associate-access-policy"],
            broken.Commands.Select(command => command.Split(' ')[2]));
        Assert.Contains("type=namespace,namespaces=dev,staging", broken.Commands[^1], StringComparison.Ordinal);
    }

    [Fact]
    public void An_entry_that_was_made_in_the_same_second_as_its_role_is_alive()
    {
        var state = State(documents => Find(documents["aws/iam-roles"]["roles"]!.AsArray(), "arn", $"arn:aws:iam::{Account}:role/demo-eks-developer-role")["createDate"] = "2026-01-02T00:00:00.400Z");

        AllHold(AccessGuide.Examine(state, Principal("demo-eks-developer-role"), null, LiveFindings.None));
    }

    [Theory]
    [InlineData("role/dev\n", "role/team/dev\n", "write arn:aws:iam::123456789012:role/dev")]
    [InlineData("arn:aws:iam::123456789012:role/dev\n", "arn:aws:sts::123456789012:assumed-role/dev/me\n", "write arn:aws:iam::123456789012:role/dev")]
    [InlineData("arn:aws:iam::123456789012:role/dev\n", "'arn:aws:iam::123456789012:role/dev '\n", "white space")]
    public void You_must_be_logged_in_where_no_caller_can_match_the_entry(string from, string to, string why)
    {
        var broken = BrokenAt("aws-auth", AccessGuide.Examine(State(MapRoles(map => map.Replace(from, to, StringComparison.Ordinal))), Principal("dev"), null, LiveFindings.None));

        Assert.Contains(why, broken.Why, StringComparison.Ordinal);
        Assert.Equal($"write arn:aws:iam::{Account}:role/dev there", broken.Remedy);
    }

    [Fact]
    public void You_must_be_logged_in_after_an_edit_by_hand_that_broke_the_whole_section()
    {
        var broken = BrokenAt("aws-auth", AccessGuide.Examine(State(MapRoles(map => map.Replace("username: dev:", "username:\tdev: ", StringComparison.Ordinal))), Principal("dev"), null, LiveFindings.None));

        Assert.Contains("the whole section is lost", broken.Why, StringComparison.Ordinal);
        Assert.Contains("eksiam aws-auth check aws-auth.yaml", broken.Commands);
    }

    [Fact]
    public void You_must_be_logged_in_with_an_entry_after_the_end_of_the_list_or_under_a_key_that_nobody_reads()
    {
        var tail = State(MapRoles(map => $"[]\n{map}"));
        var key = State(documents =>
        {
            var data = documents["kubernetes/aws-auth"]["data"]!.AsObject();
            data["maproles"] = (string)data["mapRoles"]!;
            data.Remove("mapRoles");
        });

        Assert.Contains("is ignored", BrokenAt("aws-auth", AccessGuide.Examine(tail, Principal("dev"), null, LiveFindings.None)).Why, StringComparison.Ordinal);
        Assert.Contains("it is mapRoles", BrokenAt("aws-auth", AccessGuide.Examine(key, Principal("dev"), null, LiveFindings.None)).Why, StringComparison.Ordinal);
    }

    [Fact]
    public void You_must_be_logged_in_where_the_role_is_gone()
    {
        var state = State(documents => documents["aws/iam-roles"]["roles"]!.AsArray().Add(new JsonObject { ["arn"] = $"arn:aws:iam::{Account}:role/dev", ["exists"] = false }));

        BrokenAt("principal", AccessGuide.Examine(state, Principal("dev"), null, LiveFindings.None));
    }

    [Fact]
    public void A_cluster_that_is_not_active_and_an_endpoint_that_is_not_reached_come_before_all_else()
    {
        var live = new LiveFindings { ApiServer = new ApiServerFinding.NotReached("no answer in 5 s") };

        BrokenAt("cluster", AccessGuide.Examine(State(Cluster("status", "CREATING")), Principal("dev"), null, live));
        var broken = BrokenAt("API server", AccessGuide.Examine(State(), Principal("dev"), null, live));

        Assert.Contains("aws eks update-kubeconfig --name demo-eks-cluster --region us-east-1", broken.Commands);
    }

    [Fact]
    public void What_could_not_be_read_is_unknown_and_the_chain_goes_on()
    {
        var state = State(Unread("eks:ListAccessEntries", "aws/access-entries"));

        var examination = AccessGuide.Examine(state, Principal("dev"), null, LiveFindings.None);

        Assert.Null(examination.BrokenLink);
        Assert.False(examination.AllHold);
        var unknown = Assert.IsType<LinkState.Unknown>(examination.Links.Single(link => link.Link == "access entry").State);
        Assert.Equal("access entries could not be read (it is forbidden), which leaves unknown whether the principal has one, which comes before aws-auth", unknown.What);
    }

    [Fact]
    public void Nobody_is_said_to_have_no_access_entry_where_some_could_not_be_described()
    {
        var state = State(Unread("eks:DescribeAccessEntry"), Cluster("authenticationMode", "API"), MapRoles(_ => "[]"));

        var examination = AccessGuide.Examine(state, Principal("ops"), null, LiveFindings.None);

        Assert.Null(examination.BrokenLink);
        Assert.IsType<LinkState.Unknown>(examination.Links.Single(link => link.Link == "access entry").State);
    }
}
