using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Spec;
using EksIamCdk.Inspection.Diagnosis;
using EksIamCdk.Inspection.Explaining;
using EksIamCdk.Inspection.Snapshots;

namespace EksIamCdk.Inspection.Tests.Diagnosis;

/// <summary>A cluster in which all that the troubleshooting guides are about works; a test breaks one thing in its documents.</summary>
internal static class ArticleCluster
{
    public const string Account = "123456789012";
    public const string IssuerHost = "oidc.eks.us-east-1.amazonaws.com/id/EXAMPLED539D4633E53DE1B716D3041E";
    public const string Provider = $"arn:aws:iam::{Account}:oidc-provider/{IssuerHost}";
    public const string NodeRole = $"arn:aws:iam::{Account}:role/demo-eks-node-role";
    public const string S3Role = $"arn:aws:iam::{Account}:role/demo-eks-s3-access-role";

    private const string Map = $$$"""
        - rolearn: {{{NodeRole}}}
          username: system:node:{{EC2PrivateDNSName}}
          groups:
            - system:bootstrappers
            - system:nodes
        - rolearn: arn:aws:iam::{{{Account}}}:role/external_developer
          username: developer
        - rolearn: arn:aws:iam::{{{Account}}}:role/dev
          username: dev:{{SessionName}}
          groups: [dev]
        - rolearn: arn:aws:iam::{{{Account}}}:role/argocd-target
          username: argocd
          groups: [argocd]
        """;

    public static Dictionary<string, JsonObject> Documents() => new(StringComparer.Ordinal)
    {
        ["cluster"] = Parse($$"""
            {"format": 1, "name": "demo-eks-cluster", "arn": "arn:aws:eks:us-east-1:{{Account}}:cluster/demo-eks-cluster", "region": "us-east-1",
             "accountId": "{{Account}}", "status": "ACTIVE", "version": "1.33", "authenticationMode": "API_AND_CONFIG_MAP", "oidcIssuer": "https://{{IssuerHost}}"}
            """),
        ["kubernetes/aws-auth"] = new() { ["data"] = new JsonObject { ["mapRoles"] = Map } },
        ["kubernetes/namespaces"] = Parse("""{"items": [{"metadata": {"name": "default"}}, {"metadata": {"name": "dev"}}, {"metadata": {"name": "staging"}}, {"metadata": {"name": "production"}}, {"metadata": {"name": "app"}}]}"""),
        ["kubernetes/serviceaccounts"] = Parse($$$"""
            {"items": [{"metadata": {"name": "default", "namespace": "app"}},
             {"metadata": {"name": "s3-access-sa", "namespace": "app", "annotations": {"eks.amazonaws.com/role-arn": "{{{S3Role}}}"} } },
             {"metadata": {"name": "uploader", "namespace": "app"}},
             {"metadata": {"name": "argocd-application-controller", "namespace": "argocd", "annotations": {"eks.amazonaws.com/role-arn": "arn:aws:iam::{{{Account}}}:role/argocd"} } },
             {"metadata": {"name": "aws-node", "namespace": "kube-system"}}]}
            """),
        ["kubernetes/clusterroles"] = new()
        {
            ["items"] = new JsonArray(
            [
                .. DefaultRoles.Roles.Select(Of),
                Parse("""{"metadata": {"name": "dev"}, "rules": [{"apiGroups": [""], "resources": ["pods"], "verbs": ["get", "list", "update"]}]}"""),
            ]),
        },
        ["kubernetes/roles"] = Parse("""{"items": [{"metadata": {"name": "developer", "namespace": "default"}, "rules": [{"apiGroups": [""], "resources": ["services", "pods"], "verbs": ["get", "list"]}]}]}"""),
        ["kubernetes/clusterrolebindings"] = new()
        {
            ["items"] = new JsonArray(Binding("", "bind-dev", "ClusterRole", "dev", "Group", "dev"), Binding("", "argocd", "ClusterRole", "edit", "Group", "argocd")),
        },
        ["kubernetes/rolebindings"] = new() { ["items"] = new JsonArray(Binding("default", "developer", "Role", "developer", "User", "developer")) },
        ["kubernetes/nodes"] = Parse("""
            {"items": [{"metadata": {"name": "ip-10-0-1-7.ec2.internal", "labels": {"eks.amazonaws.com/nodegroup": "demo-node-group"}},
             "spec": {"providerID": "aws:///us-east-1a/i-0123456789abcdef0"},
             "status": {"nodeInfo": {"kubeletVersion": "v1.32.3-eks-1"}, "conditions": [{"type": "Ready", "status": "True", "reason": "KubeletReady", "message": "kubelet is posting ready status"}]}}]}
            """),
        ["aws/access-entries"] = Parse($$"""
            {"accessEntries": [
             {"principalArn": "arn:aws:iam::{{Account}}:role/demo-eks-developer-role", "type": "STANDARD", "kubernetesGroups": [], "createdAt": "2026-01-02T00:00:00Z",
              "associatedAccessPolicies": [{"policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSViewPolicy", "accessScope": {"type": "namespace", "namespaces": ["dev", "staging"]} }]},
             {"principalArn": "arn:aws:iam::{{Account}}:role/demo-eks-github-actions-role", "type": "STANDARD", "kubernetesGroups": [], "createdAt": "2026-01-02T00:00:00Z",
              "associatedAccessPolicies": [{"policyArn": "arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy", "accessScope": {"type": "cluster", "namespaces": []} }]},
             {"principalArn": "arn:aws:iam::{{Account}}:role/jenkins-eks-role", "type": "STANDARD", "kubernetesGroups": ["dev"], "createdAt": "2026-01-02T00:00:00Z"}]}
            """),
        ["aws/pod-identity-associations"] = Parse($$"""{"associations": [{"namespace": "app", "serviceAccount": "uploader", "roleArn": "arn:aws:iam::{{Account}}:role/uploader"}]}"""),
        ["aws/addons"] = Parse("""{"addons": [{"addonName": "vpc-cni", "status": "ACTIVE"}, {"addonName": "eks-pod-identity-agent", "status": "ACTIVE"}]}"""),
        ["aws/node-groups"] = Parse($$$"""{"nodegroups": [{"nodegroupName": "demo-node-group", "status": "ACTIVE", "nodeRole": "{{{NodeRole}}}", "scalingConfig": {"desiredSize": 1} }]}"""),
        ["aws/oidc-providers"] = Parse($$"""
            {"providers": [{"arn": "{{Provider}}", "clientIds": ["sts.amazonaws.com"]},
             {"arn": "arn:aws:iam::{{Account}}:oidc-provider/token.actions.githubusercontent.com", "clientIds": ["sts.amazonaws.com"]},
             {"arn": "arn:aws:iam::{{Account}}:oidc-provider/gitlab.com", "clientIds": ["https://gitlab.com"]}]}
            """),
        ["aws/iam-roles"] = new()
        {
            ["roles"] = new JsonArray(
                Role("demo-eks-node-role", """{"Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}"""),
                Role("demo-eks-developer-role", """{"Principal": {"AWS": "arn:aws:iam::123456789012:root"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "my-external-id"}}}"""),
                Role("demo-eks-s3-access-role", WebIdentity(IssuerHost, "StringEquals", "system:serviceaccount:app:s3-access-sa", "sts.amazonaws.com")),
                Role("demo-eks-github-actions-role", WebIdentity("token.actions.githubusercontent.com", "StringLike", "repo:your-org/your-repo:*", "sts.amazonaws.com")),
                Role("gitlab", WebIdentity("gitlab.com", "StringLike", "project_path:group/app:ref_type:branch:ref:main", "https://gitlab.com")),
                Role("jenkins-eks-role", """{"Principal": {"AWS": "arn:aws:iam::123456789012:role/jenkins"}, "Action": "sts:AssumeRole", "Condition": {"StringEquals": {"sts:ExternalId": "jenkins-external-id"}}}"""),
                Role("uploader", """{"Principal": {"Service": "pods.eks.amazonaws.com"}, "Action": ["sts:AssumeRole", "sts:TagSession"]}"""),
                Role("argocd", WebIdentity(IssuerHost, "StringEquals", "system:serviceaccount:argocd:argocd-application-controller", "sts.amazonaws.com")),
                Role("argocd-target", """{"Principal": {"AWS": "arn:aws:iam::123456789012:role/argocd"}, "Action": "sts:AssumeRole"}""")),
        },
    };

    public static ClusterState State(params Action<Dictionary<string, JsonObject>>[] changes)
    {
        var documents = Documents();
        foreach (var change in changes) change(documents);
        var problems = new List<string>();
        var state = new ClusterDocuments(documents).ToState(problems);
        Assert.Empty(problems);
        return state!;
    }

    public static JsonObject Parse(string json) => (JsonObject)JsonNode.Parse(json)!;

    public static JsonObject Role(string name, string statement)
    {
        var written = Parse(statement);
        written["Effect"] = "Allow";
        return new()
        {
            ["arn"] = $"arn:aws:iam::{Account}:role/{name}",
            ["createDate"] = "2026-01-01T00:00:00Z",
            ["assumeRolePolicyDocument"] = new JsonObject { ["Statement"] = new JsonArray(written) },
        };
    }

    public static string WebIdentity(string host, string comparison, string sub, string aud)
    {
        var condition = new JsonObject { ["StringEquals"] = new JsonObject { [$"{host}:aud"] = aud } };
        condition[comparison] ??= new JsonObject();
        condition[comparison]![$"{host}:sub"] = sub;
        return new JsonObject
        {
            ["Principal"] = new JsonObject { ["Federated"] = $"arn:aws:iam::{Account}:oidc-provider/{host}" },
            ["Action"] = "sts:AssumeRoleWithWebIdentity",
            ["Condition"] = condition,
        }.ToJsonString();
    }

    /// <summary>Puts another trust policy in place of a role's.</summary>
    public static Action<Dictionary<string, JsonObject>> Trust(string name, string statement) => documents =>
    {
        var roles = documents["aws/iam-roles"]["roles"]!.AsArray();
        roles.Remove(Find(roles, "arn", $"arn:aws:iam::{Account}:role/{name}"));
        roles.Add(Role(name, statement));
    };

    public static Action<Dictionary<string, JsonObject>> MapRoles(Func<string, string> change) => documents =>
        documents["kubernetes/aws-auth"]["data"]!["mapRoles"] = change(Map);

    public static Action<Dictionary<string, JsonObject>> Without(params string[] names) => documents => Array.ForEach(names, name => documents.Remove(name));

    public static Action<Dictionary<string, JsonObject>> Unread(string what, params string[] names) => documents =>
    {
        Array.ForEach(names, name => documents.Remove(name));
        documents["cluster"]["unread"] = new JsonArray(new JsonObject { ["what"] = what, ["why"] = "it is forbidden.", ["leavesUnknown"] = "much" });
    };

    public static Action<Dictionary<string, JsonObject>> Cluster(string member, string value) => documents => documents["cluster"][member] = value;

    public static JsonObject Find(JsonArray items, string member, string value) => items.OfType<JsonObject>().First(item => (string?)item[member] == value);

    public static JsonObject Binding(string ns, string name, string roleKind, string role, string kind, string subject) => Parse($$$"""
        {"metadata": {"name": "{{{name}}}"{{{(ns.Length == 0 ? "" : $", \"namespace\": \"{ns}\"")}}} }, "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "{{{roleKind}}}", "name": "{{{role}}}" },
         "subjects": [{"apiGroup": "rbac.authorization.k8s.io", "kind": "{{{kind}}}", "name": "{{{subject}}}" }]}
        """);

    public static Principal Principal(string name) =>
        EksIamCdk.Inspection.Explaining.Principal.Parse("", name.StartsWith("arn:", StringComparison.Ordinal) ? name : $"arn:aws:iam::{Account}:role/{name}", null, new ProblemList())!;

    /// <summary>In the words of kubectl auth can-i.</summary>
    public static AccessRequest Question(string text) => ExpectLine.Parse("", text, new ProblemList())!;

    /// <summary>The link that is broken, which must be this one.</summary>
    public static LinkState.Broken BrokenAt(string link, Examination examination)
    {
        Assert.Equal(link, examination.BrokenLink?.Link);
        Assert.All(examination.Links.SkipWhile(one => one.Link != link).Skip(1), one => Assert.IsType<LinkState.NotReached>(one.State));
        return Assert.IsType<LinkState.Broken>(examination.BrokenLink!.State);
    }

    public static void AllHold(Examination examination) => Assert.All(examination.Links, link => Assert.IsType<LinkState.Holds>(link.State));

    private static JsonObject Of(RbacRole role) => new()
    {
        ["metadata"] = new JsonObject { ["name"] = role.Name },
        ["rules"] = new JsonArray([.. role.Rules.Select(rule => new JsonObject
        {
            ["verbs"] = Texts(rule.Verbs),
            ["apiGroups"] = Texts(rule.ApiGroups),
            ["resources"] = Texts(rule.Resources),
            ["resourceNames"] = Texts(rule.ResourceNames),
            ["nonResourceURLs"] = Texts(rule.NonResourceUrls),
        })]),
    };

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => (JsonNode)text)]);
}
