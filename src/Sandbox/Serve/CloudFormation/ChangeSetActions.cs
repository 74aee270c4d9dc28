using System.Collections.Concurrent;
using System.Xml.Linq;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Stacks;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>Change sets: what would happen first, then what happens.</summary>
internal sealed class ChangeSetActions(SandboxServices services, StackBook book, StackRunner runner, StackChangeReader reader)
{
    private readonly ConcurrentDictionary<(string StackId, string Name), ChangeSet> _sets = new();

    /// <summary><see href="https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_CreateChangeSet.html"/></summary>
    public async Task<IEnumerable<XElement?>> CreateAsync(AwsRequest request, QueryParameters call)
    {
        var (stackName, name) = (call.Required("StackName"), call.Required("ChangeSetName"));
        var type = call["ChangeSetType"] ?? "UPDATE";
        if (type is not (ChangeSet.Create or "UPDATE"))
            throw CallError.Validation($"The sandbox makes no change sets of the type {type}: it imports nothing.");
        var existing = book.Find(request, stackName);
        if (existing is not null)
            await runner.EndedAsync(existing).ConfigureAwait(false);
        var stack = type == ChangeSet.Create
            ? ToCreate(request, stackName, name, existing)
            : existing ?? throw CallError.NoStack(stackName);
        if (type != ChangeSet.Create)
            StackActions.CheckCanBeUpdated(stack);
        if (_sets.ContainsKey((stack.Id, name)))
            throw new AwsErrorException("AlreadyExistsException", $"ChangeSet {name} already exists");
        var change = reader.Read(call, stack);
        var changes = ChangeCalculator.Calculate(change);
        var set = new ChangeSet
        {
            Id = $"{stack.Id[..stack.Id.IndexOf(":stack/", StringComparison.Ordinal)]}:changeSet/{name}/{Guid.NewGuid():D}",
            Name = name,
            Type = type,
            Description = call["Description"] ?? "",
            Created = services.Options.Time.GetUtcNow(),
            Change = change,
            Changes = changes,
            OnFailure = call["OnStackFailure"] == "DO_NOTHING" ? OnFailure.DoNothing : OnFailure.Rollback,
            HasChanges = ChangeCalculator.Matters(change, changes),
        };
        if (existing != stack)
        {
            stack.History.Token = call["ClientToken"] ?? "";
            stack.History.Add(
                new StackEvent(stack.Created, stack.Name, "AWS::CloudFormation::Stack", stack.Status, "User Initiated", stack.Id, stack.Id));
            services.Cloud.Put(stack);
        }
        _sets[(stack.Id, name)] = set;
        return [new("Id", set.Id), new("StackId", stack.Id)];
    }

    public IEnumerable<XElement?> Describe(AwsRequest request, QueryParameters call) =>
        ChangeXml.Describe(Existing(request, call), call.Flag("IncludePropertyValues"));

    public IEnumerable<XElement?> List(AwsRequest request, QueryParameters call)
    {
        var stack = book.Existing(request, call.Required("StackName"));
        return
        [
            new("Summaries", _sets.Values.Where(set => set.Change.Stack == stack).OrderBy(set => set.Created)
                .Select(set => new XElement("member", ChangeXml.Summary(set)))),
        ];
    }

    /// <summary>One that is not there is deleted all the same.</summary>
    public IEnumerable<XElement?> Delete(AwsRequest request, QueryParameters call)
    {
        if (Find(request, call) is { } set)
            _sets.TryRemove((set.Change.Stack.Id, set.Name), out _);
        else if (call["StackName"] is { } stack && book.Find(request, stack) is null)
            throw CallError.NoStack(stack);
        return [];
    }

    public async Task<IEnumerable<XElement?>> ExecuteAsync(AwsRequest request, QueryParameters call)
    {
        var set = Existing(request, call);
        if (!set.HasChanges || set.IsExecuting)
            throw new AwsErrorException(
                "InvalidChangeSetStatus", $"ChangeSet [{set.Id}] cannot be executed in its current status of [{set.Status}]");
        var onFailure = call.Flag("DisableRollback") ? OnFailure.DoNothing : set.OnFailure;
        var change = reader.Again(set.Change);
        change = change with { Settings = change.Settings with { DisableRollback = onFailure == OnFailure.DoNothing } };
        var stack = change.Stack;
        _sets[(stack.Id, set.Name)] = set with { IsExecuting = true };
        // Afterwards the stack is another: no change set of before is good for it.
        await runner.StartAsync(
            stack,
            change,
            call["ClientRequestToken"] ?? "",
            (engine, cancellationToken) => set.Type == ChangeSet.Create
                ? engine.CreateAsync(stack, change.Plan, onFailure, cancellationToken)
                : engine.UpdateAsync(stack, change.Plan, onFailure, cancellationToken),
            after: () => Forget(stack)).ConfigureAwait(false);
        return [];
    }

    private Stack ToCreate(AwsRequest request, string stackName, string changeSet, Stack? existing)
    {
        if (existing is { Status: not "REVIEW_IN_PROGRESS" })
            throw CallError.Validation($"Stack [{stackName}] already exists and cannot be created again with the changeSet [{changeSet}].");
        return existing ?? runner.NewStack(StackActions.KeyOf(request, stackName));
    }

    private void Forget(Stack stack)
    {
        foreach (var (key, _) in _sets.Where(set => set.Key.StackId == stack.Id))
            _sets.TryRemove(key, out _);
    }

    private ChangeSet Existing(AwsRequest request, QueryParameters call) =>
        Find(request, call) ?? throw CallError.NoChangeSet(call.Required("ChangeSetName"));

    private ChangeSet? Find(AwsRequest request, QueryParameters call)
    {
        var name = call.Required("ChangeSetName");
        if (name.StartsWith("arn:", StringComparison.Ordinal))
            return _sets.Values.FirstOrDefault(set => set.Id == name);
        return book.Find(request, call.Required("StackName")) is { } stack ? _sets.GetValueOrDefault((stack.Id, name)) : null;
    }
}
