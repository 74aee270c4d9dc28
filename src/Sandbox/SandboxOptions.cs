using EksIamCdk.Access.Clusters;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.Clusters;
using EksIamCdk.Sandbox.Lambda;

namespace EksIamCdk.Sandbox;

/// <summary>How to start a <see cref="SandboxSession"/>.</summary>
public sealed record SandboxOptions
{
    public KubernetesSide Kubernetes { get; init; } = new KubernetesSide.Embedded(TimeProvider.System);

    /// <summary>Where stacks and clusters are kept from one run to the next; null: they are gone when the session ends.</summary>
    public string? StateFolder { get; init; }

    /// <summary>The aws-auth that each cluster has when it first starts; null: none.</summary>
    public AwsAuthSeed? AwsAuth { get; init; }

    /// <summary>Of clusters that no stack makes, when they first start.</summary>
    public AuthenticationMode AuthenticationMode { get; init; } = AuthenticationMode.ApiAndConfigMap;

    /// <summary>How long EKS works on a change of a cluster, which it does for minutes.</summary>
    public TimeSpan ClusterUpdatesTake { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Of stacks that name no account.</summary>
    public string AccountId { get; init; } = "111122223333";

    /// <summary>Of stacks that name no Region.</summary>
    public string Region { get; init; } = "eu-west-1";

    /// <summary>Until a change of an access entry is in force: EKS takes some seconds.</summary>
    public TimeSpan AccessEntryDelay { get; init; }

    /// <summary>How often each event arrives at its function.</summary>
    public Delivery Delivery { get; init; }

    /// <summary>The accounts of each organizational unit, for stack sets. Of a unit that is not here, some are made up.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> OrganizationalUnits { get; init; } =
        new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Opens an object of S3 by bucket and key, for the code of functions; null when there is none. Without it, and for what it
    /// does not have, code is looked for beside the template.</summary>
    public Func<string, string, Stream?> Objects { get; init; } = (_, _) => null;

    /// <summary>What functions write: name of the function, line; from several threads at once.</summary>
    public Action<string, string> Log { get; init; } = (_, _) => { };

    /// <summary>Null: only functions call the services of AWS.</summary>
    public ServeOptions? Serve { get; init; }

    public TimeProvider Time { get; init; } = TimeProvider.System;
}

/// <summary>How to serve a sandbox to tools: CloudFormation, S3, SSM, STS, ECR and EKS on one port of the loopback interface.</summary>
public sealed record ServeOptions
{
    /// <summary>0: any that is free.</summary>
    public int Port { get; init; }

    /// <summary>Told of each event of each stack; of different stacks from several threads at once.</summary>
    public Action<RegionalName, StackEvent> OnEvent { get; init; } = (_, _) => { };
}

/// <summary>One deployment.</summary>
public sealed record DeployRequest
{
    /// <summary>A file, JSON or YAML; assets are looked for beside it.</summary>
    public string? TemplatePath { get; init; }

    /// <summary>The template itself, JSON or YAML, in place of a file.</summary>
    public string? TemplateText { get; init; }

    /// <summary>Default: from the name of the file.</summary>
    public string? StackName { get; init; }

    /// <summary>Default: that of the session.</summary>
    public string? AccountId { get; init; }

    /// <summary>Default: that of the session.</summary>
    public string? Region { get; init; }

    /// <summary>Those that are left out keep the value of the deployment before, else have their default.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Logical ids of resources that fail as if AWS had refused them.</summary>
    public IReadOnlySet<string> FailAt { get; init; } = new HashSet<string>();

    /// <summary>What befalls the function, by the logical id of the custom resource whose first request it works on.</summary>
    public IReadOnlyDictionary<string, FunctionFault> Faults { get; init; } = new Dictionary<string, FunctionFault>();

    /// <summary>Told of each event at once, in order, one at a time.</summary>
    public Action<StackEvent> OnEvent { get; init; } = _ => { };

    /// <summary>The stack set that the stack is an instance of.</summary>
    internal string? StackSetId { get; init; }
}

/// <summary>A deployment of all stacks that <c>cdk synth</c> has written.</summary>
public sealed record DeployAppRequest
{
    /// <summary>The assembly: <c>cdk.out</c>.</summary>
    public required string Folder { get; init; }

    /// <summary>Each goes to every stack that has a parameter of that name.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();

    /// <summary>Logical ids of resources, of any stack, that fail as if AWS had refused them.</summary>
    public IReadOnlySet<string> FailAt { get; init; } = new HashSet<string>();

    /// <summary>What befalls the function, by the logical id of the custom resource, of any stack, whose first request it works on.</summary>
    public IReadOnlyDictionary<string, FunctionFault> Faults { get; init; } = new Dictionary<string, FunctionFault>();

    /// <summary>Told of each event at once, in order, one at a time.</summary>
    public Action<StackEvent> OnEvent { get; init; } = _ => { };
}
