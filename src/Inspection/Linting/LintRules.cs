using static EksIamCdk.Inspection.Linting.LintSeverity;

namespace EksIamCdk.Inspection.Linting;

/// <summary>All kinds of findings: 1xx the aws-auth map, 2xx access entries, 3xx RBAC, 4xx roles of pods in AWS, 5xx namespaces.</summary>
public static class LintRules
{
    public static readonly LintRule SectionLost = new(
        "EKSLINT101", Error, "A section of aws-auth is lost",
        "The authenticator cannot read the section as a list, so that none of its entries is in force: everybody in it is out.",
        "Correct the line");

    public static readonly LintRule IgnoredTail = new(
        "EKSLINT102", Error, "Text of aws-auth is ignored",
        "The authenticator reads the first YAML node of a section and ignores what follows, without a word.",
        "Put the entries into the list, with the indentation of the first");

    public static readonly LintRule DroppedEntry = new(
        "EKSLINT103", Error, "An entry of aws-auth is dropped",
        "The authenticator drops what has no ARN.",
        "Give it the ARN of its principal, or remove it");

    public static readonly LintRule WrongType = new(
        "EKSLINT104", Warning, "A username or groups of aws-auth are of a wrong type",
        "The authenticator reads them as empty, without a word.",
        "Write username as a text, and groups as a list of texts");

    public static readonly LintRule Unreachable = new(
        "EKSLINT105", Error, "An entry of aws-auth that no caller can match",
        "Callers are compared with the whole ARN of an entry: of a role without its path, without wildcards.",
        "Correct its ARN");

    public static readonly LintRule Shadowed = new(
        "EKSLINT106", Warning, "An entry of aws-auth that another one of the same principal overrides",
        "One entry for each principal decides: mapRoles before mapUsers, the last of several. Nothing is merged.",
        "Remove the entry that has no effect, and put what it should give into the other");

    public static readonly LintRule ShadowedByAccessEntry = new(
        "EKSLINT107", Warning, "An entry of aws-auth whose principal has an access entry",
        "The access entry decides; groups that only the entry of aws-auth gives are lost.",
        "Put what it should give into the access entry, and remove the entry of aws-auth");

    public static readonly LintRule MapNotRead = new(
        "EKSLINT108", Warning, "aws-auth has entries, and the cluster does not read it",
        "In the authentication mode API the cluster reads access entries alone. Who looks at the map is misled.",
        "Make access entries for those who should have access, and delete the map");

    public static readonly LintRule WrongKey = new(
        "EKSLINT109", Error, "A key of aws-auth in wrong letters",
        "The authenticator knows mapRoles, mapUsers and mapAccounts in exactly these letters, and ignores others without a word.",
        "Write the key as it should be");

    public static readonly LintRule Masters = new(
        "EKSLINT110", Warning, "An entry of aws-auth gives system:masters",
        "Members of system:masters may do everything; no change of roles or bindings takes that away, and no admission of RBAC applies.",
        "Bind a group of your own to the ClusterRole cluster-admin, or use an access entry with AmazonEKSClusterAdminPolicy");

    public static readonly LintRule DeadEntry = new(
        "EKSLINT201", Error, "An access entry for a role that is no more",
        "EKS knows principals by their unique id: a role that was deleted and made anew is another one, and is not let in.",
        "Delete the access entry, and create it again if the role exists");

    public static readonly LintRule ScopeMatchesNothing = new(
        "EKSLINT202", Warning, "An access policy for a namespace that does not exist",
        "The access policy gives nothing there until somebody makes a namespace of that name: then it does.",
        "Correct the name, or remove the scope");

    public static readonly LintRule GroupBoundNowhere = new(
        "EKSLINT301", Warning, "A group that nothing binds",
        "Who has the group gets nothing by it.",
        "Bind the group, or take it out of the entry");

    public static readonly LintRule NobodyHas = new(
        "EKSLINT302", Warning, "A binding to a user or group that nobody has",
        "It gives nothing today, and everything that it says to whoever maps somebody to that name.",
        "Remove the subject, or map who should have it");

    public static readonly LintRule RoleMissing = new(
        "EKSLINT303", Error, "A binding to a role that does not exist",
        "It gives nothing until somebody makes a role of that name: then it gives whatever that says.",
        "Make the role, or remove the binding");

    public static readonly LintRule NoServiceAccount = new(
        "EKSLINT304", Warning, "A binding to a service account that does not exist",
        "Whoever may make a service account of that name gets what it gives.",
        "Remove the subject, or make the service account");

    public static readonly LintRule Wildcard = new(
        "EKSLINT305", Warning, "A role with wildcards is bound to somebody",
        "A wildcard also gives what is added later: verbs such as escalate, resources of operators.",
        "List the API groups, resources and verbs");

    public static readonly LintRule Everybody = new(
        "EKSLINT306", Warning, "A binding to everybody",
        "system:authenticated is every principal that is let in, and every pod; system:unauthenticated and system:anonymous whoever reaches the API server.",
        "Bind a group of your own");

    public static readonly LintRule Escalate = new(
        "EKSLINT311", Error, "Somebody who is no administrator may write any right into a role",
        "The verb escalate switches off the check that nobody gives more than they have.",
        "Take the verb escalate out of the role");

    public static readonly LintRule Bind = new(
        "EKSLINT312", Error, "Somebody who is no administrator may bind any role",
        "The verb bind on all roles lets its holder bind cluster-admin to itself.",
        "Limit bind to the roles that it is for, by resourceNames");

    public static readonly LintRule Impersonate = new(
        "EKSLINT313", Error, "Somebody who is no administrator may act as others",
        "Who impersonates users, groups or the service accounts of kube-system has all that those have.",
        "Limit impersonate by resourceNames, or to a namespace");

    public static readonly LintRule ReadSecrets = new(
        "EKSLINT314", Warning, "Somebody who is no administrator may read the Secrets of all namespaces, or of kube-system",
        "They hold tokens and passwords of others, those of operators with many rights among them.",
        "Bind it in the namespaces that need it, or limit it by resourceNames");

    public static readonly LintRule RunPods = new(
        "EKSLINT315", Warning, "Somebody who is no administrator may run, or get into, pods of all namespaces, or of kube-system",
        "A pod has the rights of its service account, in the cluster and in AWS.",
        "Bind it in the namespaces that need it");

    public static readonly LintRule Tokens = new(
        "EKSLINT316", Warning, "Somebody who is no administrator may have tokens of service accounts of all namespaces, or of kube-system",
        "A token gives all that its service account has.",
        "Bind it in the namespaces that need it, or limit it by resourceNames");

    public static readonly LintRule WriteAwsAuth = new(
        "EKSLINT317", Error, "Somebody who is no administrator may write aws-auth",
        "Who writes the map can map themselves to system:masters.",
        "Leave writing to administrators, and to the function of this project");

    public static readonly LintRule WriteBindings = new(
        "EKSLINT318", Note, "Somebody who is no administrator may write bindings in all namespaces, or in kube-system",
        "It can hand on what it has itself to whom it likes, and take away what others have.",
        "Bind it in the namespaces that need it");

    public static readonly LintRule NodeProxy = new(
        "EKSLINT319", Warning, "Somebody who is no administrator may talk to kubelets",
        "nodes/proxy reaches the kubelet's own API, which runs commands in any pod of its node, without admission and audit.",
        "Take nodes/proxy out of the role");

    public static readonly LintRule NoOidcProvider = new(
        "EKSLINT401", Error, "IAM does not have the cluster's OIDC provider",
        "Without it no service account can take a role by IRSA.",
        "Create it: eksctl utils associate-iam-oidc-provider, or AWS::IAM::OIDCProvider");

    public static readonly LintRule NoAudience = new(
        "EKSLINT402", Error, "The cluster's OIDC provider is without the audience sts.amazonaws.com",
        "The tokens that pods get for IRSA are for that audience; STS refuses them.",
        "Add sts.amazonaws.com to the client ids of the provider");

    public static readonly LintRule IamRoleMissing = new(
        "EKSLINT403", Error, "A service account whose role IAM does not have",
        "Its pods have no access to AWS.",
        "Create the role, or correct its ARN");

    public static readonly LintRule RoleDistrusts = new(
        "EKSLINT404", Error, "A service account whose role does not trust it",
        "STS refuses its pods: AccessDenied on sts:AssumeRoleWithWebIdentity.",
        "Correct the trust policy of the role: provider, sub and aud");

    public static readonly LintRule TrustWithoutSub = new(
        "EKSLINT405", Error, "A role for IRSA whose trust is without sub",
        "Every service account of the cluster may take it, so everybody who may run a pod.",
        "Add a condition on :sub with system:serviceaccount:NAMESPACE:NAME");

    public static readonly LintRule TrustWithoutAud = new(
        "EKSLINT406", Warning, "A role for IRSA whose trust is without aud",
        "Tokens that were made for something else are taken too.",
        "Add a condition on :aud with sts.amazonaws.com");

    public static readonly LintRule WildcardSub = new(
        "EKSLINT407", Warning, "A role for IRSA whose trust has a wildcard in sub",
        "Service accounts that nobody thought of may take it: whoever may make one of a fitting name has the role.",
        "List the service accounts");

    public static readonly LintRule PodIdentityDistrusts = new(
        "EKSLINT408", Error, "A Pod Identity association whose role does not trust EKS",
        "Its pods get no credentials.",
        "Let pods.eks.amazonaws.com do sts:AssumeRole and sts:TagSession in the trust policy of the role");

    public static readonly LintRule NoRoleArn = new(
        "EKSLINT409", Error, "The annotation of a service account is no ARN of a role",
        "STS refuses its pods.",
        "Write the ARN of an IAM role: arn:aws:iam::ACCOUNT:role/NAME, with its path");

    public static readonly LintRule AssociationOfNobody = new(
        "EKSLINT410", Warning, "A Pod Identity association of a service account that does not exist",
        "Whoever may make a service account of that name gets the role.",
        "Delete the association, or make the service account");

    public static readonly LintRule NoPodSecurity = new(
        "EKSLINT501", Warning, "A namespace without pod security",
        "Pods in it may be privileged, and so take over their node.",
        "Label it pod-security.kubernetes.io/enforce with baseline or restricted");

    public static IReadOnlyList<LintRule> All { get; } =
    [
        SectionLost, IgnoredTail, DroppedEntry, WrongType, Unreachable, Shadowed, ShadowedByAccessEntry, MapNotRead, WrongKey, Masters,
        DeadEntry, ScopeMatchesNothing,
        GroupBoundNowhere, NobodyHas, RoleMissing, NoServiceAccount, Wildcard, Everybody,
        Escalate, Bind, Impersonate, ReadSecrets, RunPods, Tokens, WriteAwsAuth, WriteBindings, NodeProxy,
        NoOidcProvider, NoAudience, IamRoleMissing, RoleDistrusts, TrustWithoutSub, TrustWithoutAud, WildcardSub, PodIdentityDistrusts, NoRoleArn,
        AssociationOfNobody,
        NoPodSecurity,
    ];
}
