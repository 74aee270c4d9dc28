using System.Text.Json.Nodes;
using EksIamCdk.Cli.Output;

namespace EksIamCdk.Cli.Tests.Output;

public sealed class YamlOutputTests
{
    [Theory]
    [InlineData("""{"a": "b", "c": {"d": 1}, "e": []}""", "a: b\nc:\n  d: 1\ne: []\n")]
    [InlineData("""{"list": [{"a": 1, "y": null}, "z", [true]]}""", "list:\n- a: 1\n  \"y\": null\n- z\n- - true\n")]
    [InlineData("""{"a": {}, "b": ["*", "no", "", "1", "a: b", "x #y", "- z"]}""", "a: {}\nb:\n- \"*\"\n- \"no\"\n- \"\"\n- \"1\"\n- \"a: b\"\n- \"x #y\"\n- \"- z\"\n")]
    [InlineData("""["a"]""", "- a\n")]
    [InlineData("null", "null\n")]
    public void JSON_becomes_YAML_in_block_style(string json, string yaml) => Assert.Equal(yaml, YamlOutput.Text(JsonNode.Parse(json)));
}
