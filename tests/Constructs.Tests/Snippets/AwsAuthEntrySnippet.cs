// <snippet>
using Amazon.CDK;
using Constructs;
using EksIamCdk.Constructs;

namespace Demo;

public sealed class AwsAuthStack : Stack
{
    public AwsAuthStack(Construct scope, string id)
        : base(scope, id)
    {
        var provider = new MappingProvider(this, "Provider", new() { Cluster = ClusterTarget.FromAttributes(new() { Name = "demo" }) });

        _ = new AwsAuthEntry(this, "Developer", new()
        {
            Provider = provider,
            RoleArn = "arn:aws:iam::111122223333:role/team/Developer", // written without its path, as the authenticator sees it
            Username = "developer:{{SessionName}}",
            Groups = ["developers"],
        });
        _ = new AwsAuthEntry(this, "Alice", new()
        {
            Provider = provider,
            UserArn = "arn:aws:iam::111122223333:user/alice",
            Username = "alice",
            Groups = ["developers", "oncall"],
            OnConflict = OnConflict.Adopt, // somebody mapped her by hand: that comes back when this is deleted
        });
        _ = new AwsAuthEntry(this, "Partner", new() { Provider = provider, AccountId = "444455556666" });
    }
}
// </snippet>
