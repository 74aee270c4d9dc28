using EksIamCdk.Access.AwsAuth;

namespace EksIamCdk.Access.Tests.AwsAuth;

public sealed class ConfigMapFileTests
{
    [Fact]
    public void What_kubectl_prints_is_read_with_every_string_exact()
    {
        var file = Read("""
            apiVersion: v1
            data:
              mapRoles: "- rolearn: a\r\n
                \ username: b\r\n"
              mapUsers: |
                # alice
                -   userarn: c

              mapAccounts: '[]'
              other: ~
            kind: ConfigMap
            metadata:
              annotations:
                example.com/note: |
                  {"a":1}
              creationTimestamp: "2025-03-04T08:15:27Z"
              labels:
                team: ""
              name: aws-auth
              namespace: kube-system
            """);

        Assert.Equal("- rolearn: a\r\n  username: b\r\n", file.Data["mapRoles"]);
        Assert.Equal("# alice\n-   userarn: c\n", file.Data["mapUsers"]);
        Assert.Equal("[]", file.Data["mapAccounts"]);
        Assert.Equal("", file.Data["other"]);
        Assert.Equal("{\"a\":1}\n", file.Annotations["example.com/note"]);
        Assert.Equal("", file.Labels["team"]);
    }

    [Fact]
    public void JSON_is_read_with_every_string_exact_the_last_of_equal_keys_winning()
    {
        var file = Read("""
            {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "aws-auth"},
             "data": {"mapRoles": "x", "mapRoles": "- a: \"\ud83d\ude00\"\n\t\/", "mapUsers": null}}
            """);

        Assert.Equal("- a: \"😀\"\n\t/", file.Data["mapRoles"]);
        Assert.Equal("", file.Data["mapUsers"]);
        Assert.Empty(file.Annotations);
        Assert.Null(file.Locate("mapRoles", 1, 1));
    }

    [Fact]
    public void A_place_in_a_literal_block_is_told_as_a_place_in_the_file()
    {
        var file = Read("# mine\nkind: ConfigMap\ndata:\n  mapRoles: |\n\n    - a\n      b\n");

        Assert.Equal("\n- a\n  b\n", file.Data["mapRoles"]);
        Assert.Equal((6, 7), file.Locate("mapRoles", 2, 3));
        Assert.Equal((7, 7), file.Locate("mapRoles", 3, 3));
    }

    [Fact]
    public void An_indented_block_with_an_indentation_indicator_is_located_too()
    {
        var file = Read("kind: ConfigMap\ndata:\n  mapRoles: |2\n      - a\n");

        Assert.Equal("  - a\n", file.Data["mapRoles"]);
        Assert.Equal((4, 7), file.Locate("mapRoles", 1, 3));
    }

    [Fact]
    public void A_place_in_one_quoted_or_plain_line_is_told_as_a_place_in_the_file()
    {
        var file = Read("kind: ConfigMap\ndata:\n  mapRoles: '[''a'', b]'\n  mapUsers: text\n");

        Assert.Equal((3, 22), file.Locate("mapRoles", 1, 7));
        Assert.Equal((4, 15), file.Locate("mapUsers", 1, 3));
    }

    [Fact]
    public void A_place_in_an_escaped_string_or_in_an_absent_section_has_no_place_in_the_file()
    {
        var file = Read("kind: ConfigMap\ndata:\n  mapRoles: \"- a\\r\\n- b\"\n  mapUsers: |\n");

        Assert.Null(file.Locate("mapRoles", 2, 1));
        Assert.Null(file.Locate("mapAccounts", 1, 1));
        Assert.Equal((5, 1), file.Locate("mapUsers", 1, 1));
    }

    [Theory]
    [InlineData("kind: ConfigMap")]
    [InlineData("kind: ConfigMap\ndata:")]
    [InlineData("{\"kind\": \"ConfigMap\", \"data\": null}")]
    public void A_ConfigMap_without_data_has_none(string text) => Assert.Empty(Read(text).Data);

    [Fact]
    public void The_first_ConfigMap_of_several_documents_is_taken() =>
        Assert.Equal("x", Read("\uFEFFkind: Namespace\n---\nkind: ConfigMap\ndata: { mapRoles: x }\n").Data["mapRoles"]);

    [Theory]
    [InlineData("", 1, 1, "is empty;")]
    [InlineData("- rolearn: a\n", 1, 1, "is a list")]
    [InlineData("mapRoles: |\n  - a\n", 1, 1, "has no `kind: ConfigMap`")]
    [InlineData("just text", 1, 1, "has no `kind: ConfigMap`")]
    [InlineData("apiVersion: apps/v1\nkind: Deployment\n", 2, 7, "is a Deployment, not a ConfigMap")]
    [InlineData("{\"kind\": \"List\"}", 1, 1, "is a List, not a ConfigMap")]
    [InlineData("{\"kind\":\n nonsense}", 2, 3, "is not valid JSON")]
    [InlineData("{\"kind\": \"\\ud83d\"}", 1, 1, "surrogate")]
    [InlineData("kind: ConfigMap\ndata: \"open\n", 2, 7, "is not valid YAML")]
    [InlineData("kind: ConfigMap\ndata: [a]\n", 2, 7, "data is a list")]
    [InlineData("kind: ConfigMap\ndata: text\n", 2, 7, "data is a text")]
    [InlineData("kind: ConfigMap\ndata:\n  mapRoles:\n  - rolearn: a\n", 4, 3, "data.mapRoles is a list, and the API server takes only text there; write `mapRoles: |`")]
    [InlineData("kind: ConfigMap\ndata:\n  mapUsers: {}\n", 3, 13, "data.mapUsers is a map")]
    [InlineData("kind: ConfigMap\ndata:\n  mapAccounts: 012345678901\n", 3, 16, "data.mapAccounts is a number or a boolean")]
    [InlineData("{\"kind\": \"ConfigMap\", \"data\": {\"mapRoles\": true}}", 1, 1, "data.mapRoles is a number or a boolean")]
    public void What_is_not_a_ConfigMap_is_refused_with_its_place(string text, int line, int column, string message)
    {
        var faults = new List<FileFault>();

        Assert.Null(ConfigMapFile.Read(text, faults));
        var fault = Assert.Single(faults);
        Assert.Contains(message, fault.Message, StringComparison.Ordinal);
        Assert.Equal((line, column), (fault.Line, fault.Column));
    }

    [Fact]
    public void All_values_that_are_not_texts_are_told_at_once()
    {
        var faults = new List<FileFault>();

        Assert.Null(ConfigMapFile.Read("kind: ConfigMap\ndata: { mapRoles: [], mapUsers: 1, mapAccounts: yes }\n", faults));
        Assert.Equal(3, faults.Count);
    }

    private static ConfigMapFile Read(string text)
    {
        var faults = new List<FileFault>();
        var file = ConfigMapFile.Read(text, faults);
        Assert.Empty(faults);
        return file!;
    }
}
