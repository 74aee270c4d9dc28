using EksIamCdk.Access.Rbac;
using EksIamCdk.Access.Spec;

namespace EksIamCdk.Access.Tests.Spec;

public sealed class ExpectTests
{
    [Theory]
    [InlineData("get pods -n dev", "get", "", "pods", "", "", "dev")]
    [InlineData("get po --namespace=dev", "get", "", "pods", "", "", "dev")]
    [InlineData("-n dev get pod", "get", "", "pods", "", "", "dev")]
    [InlineData("get pods -ndev", "get", "", "pods", "", "", "dev")]
    [InlineData("get pods --namespace dev", "get", "", "pods", "", "", "dev")]
    [InlineData("get pods -A", "get", "", "pods", "", "", "")]
    [InlineData("get pods --all-namespaces", "get", "", "pods", "", "", "")]
    [InlineData("get pods", "get", "", "pods", "", "", "default")]
    [InlineData("get pods --subresource=log -n dev", "get", "", "pods", "", "log", "dev")]
    [InlineData("create deploy --subresource scale -n dev", "create", "apps", "deployments", "", "scale", "dev")]
    [InlineData("get configmap/aws-auth -n kube-system", "get", "", "configmaps", "aws-auth", "", "kube-system")]
    [InlineData("get deployments.apps/web -n dev", "get", "apps", "deployments", "web", "", "dev")]
    [InlineData("list nodes", "list", "", "nodes", "", "", "")]
    [InlineData("list nodes -n dev", "list", "", "nodes", "", "", "")]
    [InlineData("get namespaces/dev", "get", "", "namespaces", "dev", "", "dev")]
    [InlineData("list namespaces", "list", "", "namespaces", "", "", "")]
    [InlineData("impersonate users/alice", "impersonate", "", "users", "alice", "", "")]
    [InlineData("sync applications.argoproj.io -n argocd", "sync", "argoproj.io", "applications", "", "", "argocd")]
    [InlineData("'*' '*' -A", "*", "*", "*", "", "", "")]
    public void A_line_is_read_as_kubectl_reads_it(string line, string verb, string group, string resource, string name, string sub, string ns)
    {
        var expected = new AccessRequest.OfResource { Verb = verb, ApiGroup = group, Resource = resource, Name = name, Subresource = sub, Namespace = ns };

        Assert.Equal(expected, Denied(line).Request);
    }

    [Fact]
    public void A_url_is_no_resource() => Assert.Equal(new AccessRequest.OfUrl { Verb = "get", Path = "/logs/" }, Denied("get /logs/").Request);

    [Fact]
    public void What_a_line_may_not_have_meant_is_a_note()
    {
        var reading = AccessSpec.Read("""
            cluster: { name: demo }
            namespaces: [{ name: dev }]
            access:
              - name: developers
                principals: [arn:aws:iam::111122223333:role/Developer]
                grant: [{ profile: view, namespaces: [dev] }]
                expect:
                  denied:
                    - get pods
                    - get pods/log -n staging
                    - get nodes -n dev
                    - delte pods -n dev
                    - get secrets -n dve
            """);

        Assert.Empty(reading.Problems);
        Assert.Equal(
        [
            "9:11: get pods names no namespace: as in kubectl it is about default",
            "10:11: pods/log asks for an object named log; the subresource is asked for by --subresource=log",
            "11:11: nodes are in no namespace: -n dev says nothing",
            "12:11: verb delte is none that Kubernetes has; did you mean delete?",
            "13:11: expect: namespace dve is not listed in this file; did you mean dev?",
        ],
        reading.Notes.Select(note => $"{note.At.Line}:{note.At.Column}: {note.Text}"));
    }

    [Fact]
    public void A_grant_that_could_not_be_read_is_not_reported_again_as_what_it_lacks()
    {
        var reading = AccessSpec.Read("""
            cluster: { name: demo }
            roles: [{ name: broken, rules: [{ apiGroups: [""], resources: [pods] }] }]
            access:
              - name: developers
                principals: [arn:aws:iam::111122223333:role/Developer]
                grants: [{ profile: view }]
                expect: { allowed: [get pods -A] }
              - name: testers
                principals: [arn:aws:iam::111122223333:role/Tester]
                grant: [{ profile: veiw }]
                expect: { allowed: [get pods -A] }
              - name: others
                principals: [arn:aws:iam::111122223333:role/Other]
                grant: [{ role: broken }]
                groups: ["eks-iam-cdk:testers"]
                expect: { allowed: [get pods -A] }
            """);

        Assert.Equal([2, 6, 10], reading.Problems.Select(problem => problem.At.Line));
    }

    [Fact]
    public void What_a_spec_allows_comes_with_the_grant_that_does()
    {
        var spec = Spec("[]");
        var expectations = new Expectations(spec);
        var developers = spec.Access[0];

        var update = expectations.Decide(developers, new AccessRequest.OfResource { Verb = "update", Resource = "pods", Namespace = "dev" });
        var delete = expectations.Decide(developers, new AccessRequest.OfResource { Verb = "delete", Resource = "pods", Namespace = "dev" });

        Assert.Equal((true, developers.Grant[1], "the grant of pod-updater in dev in line 9"), (update.Allowed, update.Grant, update.Because));
        Assert.Equal(new ExpectedAccess(false, null, ""), delete);
    }

    private static ExpectLine Denied(string line) => Spec($"[\"{line}\"]").Access[0].Expect!.Denied[0];

    private static AccessSpec Spec(string denied)
    {
        var reading = AccessSpec.Read($$"""
            cluster: { name: demo }
            namespaces: [{ name: dev }]
            roles: [{ name: pod-updater, namespaces: [dev], rules: [{ apiGroups: [""], resources: [pods], verbs: [update] }] }]
            access:
              - name: developers
                principals: [arn:aws:iam::111122223333:role/Developer]
                grant:
                  - { profile: view, namespaces: [staging] }
                  - { role: pod-updater }
                expect: { denied: {{denied}} }
            """);
        Assert.Empty(reading.Problems);
        return reading.Spec!;
    }
}
