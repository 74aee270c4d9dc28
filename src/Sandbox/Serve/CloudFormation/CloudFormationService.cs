using System.Xml.Linq;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.Serve.Ssm;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>CloudFormation, as its API is called by the CDK CLI and by others.
/// <see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_Operations.html"/></summary>
internal sealed class CloudFormationService : IAwsService, IAsyncDisposable
{
    private readonly QueryProtocol _protocol = new("http://cloudformation.amazonaws.com/doc/2010-05-15/");
    private readonly StackRunner _runner;
    private readonly ChangeSetActions _changeSets;
    private readonly StackActions _stacks;
    private readonly DescribeActions _describe;
    private readonly TemplateActions _templates;
    private readonly StackSetActions _sets;

    public CloudFormationService(SandboxServices services, ParameterStore store)
    {
        var book = new StackBook(services);
        var templates = new TemplateSource(services.Buckets);
        var reader = new StackChangeReader(services, store, templates);
        _runner = new StackRunner(services, book);
        _changeSets = new ChangeSetActions(services, book, _runner, reader);
        _stacks = new StackActions(book, _runner, reader);
        _describe = new DescribeActions(book, services.Cloud, store);
        _templates = new TemplateActions(book, templates);
        _sets = new StackSetActions(services, templates);
    }

    public string Name => "cloudformation";

    /// <summary>Ends, with its exception, when an operation ended as none should.</summary>
    public Task Failed => Task.WhenAny(_runner.Failed, _sets.Failed).Unwrap();

    public async Task<AwsAnswer> AnswerAsync(AwsRequest request, CancellationToken cancellationToken)
    {
        var call = QueryProtocol.Read(request);
        var answer = ChangingAsync(request, call) ?? Task.FromResult(Asking(request, call));
        return _protocol.Result(call.Action, await answer.ConfigureAwait(false));
    }

    public AwsAnswer Refuse(AwsErrorException error) => _protocol.Error(error);

    public AwsErrorException Refusal(SignatureFault fault) => QueryProtocol.Refusal(fault);

    public async ValueTask DisposeAsync()
    {
        await _sets.DisposeAsync().ConfigureAwait(false);
        await _runner.DisposeAsync().ConfigureAwait(false);
    }

    private Task<IEnumerable<XElement?>>? ChangingAsync(AwsRequest request, QueryParameters call) => call.Action switch
    {
        "CreateChangeSet" => _changeSets.CreateAsync(request, call),
        "ExecuteChangeSet" => _changeSets.ExecuteAsync(request, call),
        "CreateStack" => _stacks.CreateAsync(request, call),
        "UpdateStack" => _stacks.UpdateAsync(request, call),
        "DeleteStack" => _stacks.DeleteAsync(request, call),
        "RollbackStack" => _stacks.RollbackAsync(request, call),
        "ContinueUpdateRollback" => _stacks.ContinueRollbackAsync(request, call),
        _ => null,
    };

    private IEnumerable<XElement?> Asking(AwsRequest request, QueryParameters call) => call.Action switch
    {
        "DescribeChangeSet" => _changeSets.Describe(request, call),
        "DeleteChangeSet" => _changeSets.Delete(request, call),
        "ListChangeSets" => _changeSets.List(request, call),
        "DescribeStacks" => _describe.Stacks(request, call),
        "ListStacks" => _describe.List(request, call),
        "DescribeStackEvents" => _describe.Events(request, call),
        "DescribeStackResources" => _describe.Resources(request, call),
        "DescribeStackResource" => _describe.Resource(request, call),
        "ListStackResources" => _describe.ListResources(request, call),
        "ListExports" => _describe.Exports(request),
        "ListImports" => _describe.Imports(request, call),
        "GetTemplate" => _templates.Get(request, call),
        "GetTemplateSummary" => _templates.Summarise(request, call),
        "ValidateTemplate" => _templates.Validate(call),
        "UpdateTerminationProtection" => _stacks.Protect(request, call),
        "SetStackPolicy" => _stacks.SetPolicy(request, call),
        "GetStackPolicy" => _stacks.GetPolicy(request, call),
        "CreateStackSet" => _sets.Create(request, call),
        "UpdateStackSet" => _sets.Update(request, call),
        "DeleteStackSet" => _sets.Delete(request, call),
        "CreateStackInstances" or "UpdateStackInstances" => _sets.PutInstances(request, call),
        "DeleteStackInstances" => _sets.DeleteInstances(request, call),
        "DescribeStackSet" => _sets.Describe(request, call),
        "ListStackSets" => _sets.List(request),
        "ListStackInstances" => _sets.Instances(request, call),
        "DescribeStackInstance" => _sets.Instance(request, call),
        "DescribeStackSetOperation" => _sets.Operation(request, call),
        "ListStackSetOperations" => _sets.Operations(request, call),
        "ListStackSetOperationResults" => _sets.Results(request, call),
        var action => throw new AwsErrorException(
            "InvalidAction", $"Could not find operation {action} for version {call["Version"] ?? "2010-05-15"}"),
    };
}
