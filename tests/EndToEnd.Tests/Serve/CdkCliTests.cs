using System.Text.Json.Nodes;

namespace EksIamCdk.EndToEnd.Tests.Serve;

/// <summary>The CDK CLI as it is published, against a served sandbox: from bootstrap to destroy.</summary>
public sealed class CdkCliTests
{
    private static readonly string First = Entry("Dev", "developers");
    private static readonly string Second = Entry("Dev", "developers", "on-call");

    // Its namespace is misspelt.
    private static readonly string Late = Custom("Late", "EksKubernetesObject", "Dev", $""" "Manifest": {JsonValue.Create("""
        {"apiVersion": "rbac.authorization.k8s.io/v1", "kind": "RoleBinding", "metadata": {"name": "developers", "namespace": "developement"},
         "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": "view"},
         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "Group", "name": "developers"}]}
        """).ToJsonString()} """);

    [Fact]
    public async Task The_whole_life_of_a_stack_is_driven_by_the_CDK_CLI()
    {
        await using var sandbox = await ServedSandbox.StartAsync();
        using var app = new CdkAssembly();
        string[] Of(string command, params string[] more) => [command, "--app", app.Path, .. more];
        string[] unasked = ["--require-approval", "never"];
        var found = await sandbox.AwsAuthAsync();

        // Without a bootstrap stack there is no bucket and no role.
        app.Write(First);
        (await sandbox.CdkAsync(Of("deploy", unasked))).Failed().With("bootstrap");
        (await sandbox.CdkAsync("bootstrap", "aws://111122223333/eu-west-1")).Succeeded().With("bootstrapped");

        (await sandbox.CdkAsync(Of("deploy", unasked))).Succeeded()
            .With("CREATE_COMPLETE         | Custom::EksAwsAuthEntry")
            .With("RoleArn = arn:aws:iam::111122223333:role/Access-Role-");
        var first = await sandbox.AwsAuthAsync();
        Assert.Contains("role/Developer", first, StringComparison.Ordinal);
        (await sandbox.CdkAsync(Of("diff"))).Succeeded().With("There were no differences");
        (await sandbox.CdkAsync(Of("deploy", unasked))).Succeeded().With("(no changes)");

        app.Write(Second);
        (await sandbox.CdkAsync(Of("diff"))).Succeeded().With("[~] Custom::EksAwsAuthEntry Dev").With("\"on-call\"");
        (await sandbox.CdkAsync(Of("deploy", unasked))).Succeeded().With("UPDATE_COMPLETE");
        var second = await sandbox.AwsAuthAsync();
        Assert.Contains("on-call", second, StringComparison.Ordinal);

        // A change that breaks at its end: our Reason, the rollback, and the bytes of before.
        app.Write(First, Late);
        (await sandbox.CdkAsync(Of("deploy", unasked))).Failed()
            .With("namespaces \"developement\" not found").With("[EKSIAM043]").With("UPDATE_ROLLBACK");
        Assert.Equal(second, await sandbox.AwsAuthAsync());

        // The same without a rollback: the entry stays as it was changed, until a rollback is asked for.
        (await sandbox.CdkAsync(Of("deploy", [.. unasked, "--no-rollback"]))).Failed().With("[EKSIAM043]").With("UPDATE_FAILED");
        Assert.DoesNotContain("on-call", await sandbox.AwsAuthAsync(), StringComparison.Ordinal);
        (await sandbox.CdkAsync(Of("rollback"))).Succeeded().With("UPDATE_ROLLBACK_COMPLET");
        Assert.Equal(second, await sandbox.AwsAuthAsync());

        (await sandbox.CdkAsync(Of("destroy", "--force"))).Succeeded().With("destroyed");
        Assert.Equal(found, await sandbox.AwsAuthAsync());
    }

    private static string Entry(string id, params string[] groups) => Custom(id, "EksAwsAuthEntry", "Entry",
        $$""" "RoleArn": "arn:aws:iam::111122223333:role/team/Developer", "Username": "dev", "Groups": ["{{string.Join("\", \"", groups)}}"] """);

    private static string Custom(string id, string type, string after, string properties) => $$$"""
        "{{{id}}}": {"Type": "Custom::{{{type}}}", "DependsOn": "{{{after}}}", "Properties": {
          "ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "ServiceTimeout": 150, "Cluster": {"Name": "demo"}, {{{properties}}} } }
        """;
}
