using System.Text.Encodings.Web;
using System.Text.Json;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Access.Tests.Spec;

public sealed class SchemaTests
{
    private static readonly JsonSerializerOptions s_indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    [Fact]
    public void The_schema_in_docs_is_what_the_records_read()
    {
        Repository.AssertCurrent(Repository.Path("docs", "access.schema.json"), AccessSpec.Schema().ToJsonString(s_indented) + "\n");
    }

    [Fact]
    public void The_schema_refuses_unknown_keys_everywhere_and_names_what_must_be_there()
    {
        var schema = AccessSpec.Schema();

        Assert.False(schema["additionalProperties"]!.GetValue<bool>());
        Assert.Equal(["cluster"], schema["required"]!.AsArray().Select(key => key!.GetValue<string>()));
        Assert.Equal(["name"], schema["properties"]!["cluster"]!["required"]!.AsArray().Select(key => key!.GetValue<string>()));
    }
}
