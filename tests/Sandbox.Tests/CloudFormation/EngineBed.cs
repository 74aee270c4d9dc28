using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.CloudFormation.Planning;
using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.CloudFormation.Stacks;
using EksIamCdk.Sandbox.CloudFormation.Templates;

namespace EksIamCdk.Sandbox.Tests.CloudFormation;

/// <summary>A function behind custom resources that lives in the test: it sees each request and gives the answer that the test
/// wants.</summary>
internal sealed class ScriptedFunction : ICustomResourceTransport
{
    private readonly ConcurrentQueue<CustomResourceRequest> _requests = new();

    public Func<CustomResourceRequest, Task<CustomResourceReply>> Script { get; set; } = request => Task.FromResult(Success(request));

    public IReadOnlyList<CustomResourceRequest> Requests => [.. _requests];

    /// <summary><c>Create A, Delete A [id]</c>…</summary>
    public IEnumerable<string> Calls =>
        Requests.Select(
            r => r.PhysicalResourceId is null
                ? $"{r.RequestType} {r.LogicalResourceId}"
                : $"{r.RequestType} {r.LogicalResourceId} {r.PhysicalResourceId}");

    public Task<CustomResourceReply> SendAsync(CustomResourceRequest request, CancellationToken cancellationToken)
    {
        _requests.Enqueue(request);
        return Script(request);
    }

    /// <summary>By default a resource is called by its property Name, as one with a deterministic id would be.</summary>
    public static string IdOf(CustomResourceRequest request) => $"id-{request.ResourceProperties["Name"] ?? request.LogicalResourceId}";

    public static CustomResourceReply Success(CustomResourceRequest request, string? id = null, JsonObject? data = null) =>
        new CustomResourceReply.Answer(
            new JsonObject { ["Status"] = "SUCCESS", ["PhysicalResourceId"] = id ?? IdOf(request), ["Data"] = data });

    public static CustomResourceReply Failure(CustomResourceRequest request, string? id = null, string reason = "no") =>
        new CustomResourceReply.Answer(
            new JsonObject { ["Status"] = "FAILED", ["Reason"] = reason, ["PhysicalResourceId"] = id ?? IdOf(request) });
}

/// <summary>Plans and runs templates against a <see cref="ScriptedFunction"/>.</summary>
internal sealed class EngineBed
{
    private readonly List<StackEvent> _events = [];

    public EngineBed() => Log = new EventLog(Time, happened => _events.Add(happened));

    public ScriptedFunction Function { get; } = new();

    public TimeProvider Time { get; init; } = TimeProvider.System;

    public Stack Stack { get; } = new(
        new PseudoParameters("111122223333", "eu-west-1", "demo", "arn:aws:cloudformation:eu-west-1:111122223333:stack/demo/1"));

    public EventLog Log { get; }

    /// <summary><c>A CREATE_COMPLETE</c>…</summary>
    public IReadOnlyList<string> Events => [.. _events.Select(e => $"{e.LogicalId} {e.Status}")];

    public string ReasonOf(string line) => _events.First(e => $"{e.LogicalId} {e.Status}" == line).Reason;

    public string Status => Stack.Status;

    public async Task CreateAsync(string template, params string[] failAt) =>
        await CreateAsync(template, OnFailure.Rollback, failAt);

    public async Task CreateAsync(string template, OnFailure onFailure, params string[] failAt) =>
        await Engine().CreateAsync(Stack, Plan(template, failAt), onFailure, default);

    public async Task UpdateAsync(string template, params string[] failAt) =>
        await UpdateAsync(template, OnFailure.Rollback, failAt);

    public async Task UpdateAsync(string template, OnFailure onFailure, params string[] failAt) =>
        await Engine().UpdateAsync(Stack, Plan(template, failAt), onFailure, default);

    public async Task RollbackAsync(params string[] skip) => await Engine().RollbackAsync(Stack, skip.ToHashSet(), default);

    public async Task DeleteAsync() => await Engine().DeleteAsync(Stack, default);

    public StackPlan Plan(string template, params string[] failAt)
    {
        var problems = new ProblemList();
        var plan = TryPlan(template, problems, failAt: failAt);
        Assert.Equal("", problems.ToString());
        return plan!;
    }

    public StackPlan? TryPlan(
        string template, ProblemList problems, IReadOnlyDictionary<string, string>? parameters = null, params string[] failAt)
    {
        var body = TemplateText.Parse(template, "t.json", problems);
        return body is null ? null : Planner.Plan(new TemplateReader(problems).Read(body), new PlanInput
        {
            Pseudo = Stack.Pseudo,
            Parameters = parameters ?? new Dictionary<string, string>(),
            Exports = new Dictionary<string, string> { ["shared-name"] = "from another stack" },
            FailAt = failAt.ToHashSet(),
        }, problems);
    }

    private StackEngine Engine() => new(new NativeResources(new TakenNames()), new CustomResources(Function, Time), new NoOtherStacks(), Log);
}

/// <summary>A world in which a stack is alone.</summary>
internal sealed class NoOtherStacks : IExportBook
{
    public string? ExporterOf(Stack stack, string export) => null;

    public IReadOnlyList<string> ImportersOf(Stack stack, string export) => [];
}

/// <summary>Small templates, in C#.</summary>
internal static class Templates
{
    /// <summary>A custom resource; extra members as JSON, such as <c>"Name": "x"</c>.</summary>
    public static string Custom(string id, string properties = "", string others = "") =>
        $$"""
        "{{id}}": {"Type": "Custom::Test", {{(others.Length > 0 ? others + "," : "")}}
          "Properties": {"ServiceToken": "arn:aws:lambda:eu-west-1:111122223333:function:f"{{(properties.Length > 0 ? "," : "")}} {{properties}} } }
        """;

    public static string Native(string id, string type = "AWS::SQS::Queue", string properties = "", string others = "") =>
        $$""" "{{id}}": {"Type": "{{type}}", {{(others.Length > 0 ? others + "," : "")}} "Properties": { {{properties}} } } """;

    public static string Of(params string[] resources) => $$"""{"Resources": { {{string.Join(",", resources)}} } }""";
}
