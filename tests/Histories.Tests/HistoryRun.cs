using EksIamCdk.Sandbox.CloudFormation.Intrinsics;
using EksIamCdk.Sandbox.CloudFormation.Stacks;

namespace EksIamCdk.Histories.Tests;

/// <summary>Lets one history happen on a cluster, and holds it to the model after every step.</summary>
internal sealed class HistoryRun : IAsyncDisposable
{
    private static int s_runs;

    private readonly ICluster _cluster;
    private readonly string _namespace = $"h{Interlocked.Increment(ref s_runs)}";
    private readonly Dictionary<string, Stack> _stacks = [];
    private readonly Foreigners _foreigners;
    private readonly Invariants _invariants;
    private Scene _scene = null!;
    private bool _isUnsure;

    private HistoryRun(ICluster cluster)
    {
        _cluster = cluster;
        _foreigners = new Foreigners(cluster.Admin, _namespace);
        _invariants = new Invariants(cluster.Admin, _foreigners);
    }

    /// <returns>Null when all went well; else what did not, and the latest that happened before.</returns>
    public static async Task<string?> OfAsync(ICluster cluster, Story story)
    {
        await using var run = new HistoryRun(cluster);
        var step = "at the beginning";
        try
        {
            await run.BeginAsync(story.Beginning);
            for (var i = 0; i < story.Steps.Count && !run._isUnsure; i++)
            {
                step = $"in step {i + 1}";
                await run.StepAsync(story.Steps[i]);
            }

            step = "when all stacks were deleted in the end";
            foreach (var stack in run._scene.Model.Stacks.Keys.ToList())
                await run.StepAsync(new Step.Destroy(stack));
            return null;
        }
        catch (BrokenInvariantException broken)
        {
            return $"{step}: {broken.Message}\n--- what happened:\n{run._scene.Told}";
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _scene.DisposeAsync();
        await _cluster.Admin.DeleteAsync(Administrator.AwsAuth);
        await _cluster.Admin.DeleteAsync($"/api/v1/namespaces/{_namespace}");
    }

    private async Task BeginAsync(Beginning beginning)
    {
        await _cluster.Admin.CreateAsync("/api/v1/namespaces", new JsonObject { ["metadata"] = new JsonObject { ["name"] = _namespace } });
        foreach (var role in new[] { ClusterModel.Reader, "nothing" })
        {
            await _cluster.Admin.CreateAsync($"/apis/rbac.authorization.k8s.io/v1/namespaces/{_namespace}/roles", JsonNode.Parse(
                $$"""
                {"metadata": {"name": "{{role}}"}, "rules": [{"apiGroups": [""], "resources": ["{{(role == "nothing" ? "pods" : "configmaps")}}"], "verbs": ["get"]}]}
                """)!.AsObject());
        }

        var map = FirstMap.Of(beginning);
        if (map.IsOfOthers)
            await _cluster.Admin.CreateAsync(Administrator.AwsAuth[..Administrator.AwsAuth.LastIndexOf('/')], FirstMap.Body(map));
        List<ObjectSlot> objects = [.. beginning.Objects.Select(Foreigners.ObjectOf)];
        foreach (var slot in objects)
            await _foreigners.MakeAsync(slot);
        _scene = new Scene(_cluster, _foreigners, new ClusterModel { Map = map, Objects = new ObjectsModel { Slots = objects } });
        await ExpectAsync();
    }

    private async Task StepAsync(Step step)
    {
        _scene.Tell($"== {step}");
        switch (step)
        {
            case Step.Edit edit:
                await _scene.EditAsync(edit);
                break;
            case Step.Deploy deploy:
                await DeployAsync(deploy, new FaultPlan(deploy.Faults ?? []));
                break;
            case Step.Destroy destroy when _stacks.ContainsKey(destroy.Stack):
                await DestroyAsync(destroy, new FaultPlan(destroy.Faults ?? []));
                break;
        }

        if (!_isUnsure)
            await ExpectAsync();
    }

    private async Task ExpectAsync()
    {
        _scene.Check();
        if (await _invariants.MismatchAsync(_scene.Model) is { } mismatch)
            throw new BrokenInvariantException(mismatch);
    }

    private async Task DeployAsync(Step.Deploy deploy, FaultPlan faults)
    {
        var isNew = !_stacks.TryGetValue(deploy.Stack, out var stack);
        stack ??= _stacks[deploy.Stack] = NewStack(deploy.Stack);
        var (before, edits, untouched) = (await _invariants.SnapshotAsync(), _scene.Edits, _scene.Model.IsUntouched(deploy.Stack));
        _scene.Changing = deploy.Resources.Concat(_scene.Model.Of(deploy.Stack)).OfType<Declared.Entry>().Select(entry => entry.Role).ToHashSet<string?>();
        var operation = new Operation(_scene, stack, _namespace, deploy.Twice, deploy.AtOnce);
        var status = isNew ? await operation.CreateAsync(deploy.Resources, faults) : await operation.UpdateAsync(deploy.Resources, faults);
        Statistics.Count(status);
        var (then, fails) = _scene.Model.Deploy(deploy.Stack, deploy.Resources);
        if (status is "CREATE_COMPLETE" or "UPDATE_COMPLETE")
        {
            if (then is null)
                throw new BrokenInvariantException($"{deploy.Stack} is {status}, and {fails} must have failed");
            var left = LeftOf(_scene.Model.Of(deploy.Stack));
            _scene.Model = then;
            await SettleAsync(deploy.Stack, left, []);
            return;
        }

        if (then is not null && faults.Pass)
            throw new BrokenInvariantException($"{deploy.Stack} is {status}, and nothing stood in its way:\n{operation.Why}");
        if (status == "ROLLBACK_COMPLETE")
            _stacks.Remove(deploy.Stack);
        // What is to be retained is retained by a rollback too, and what was retained goes with whoever had it again: nothing in a Delete
        // tells that it is of a rollback.
        var retains = deploy.Resources.Any(resource => resource is Declared.Object { Retain: true }) || _scene.Model.Objects.Slots.Any(slot => slot.Retained);
        await SettleAsync(deploy.Stack, LeftOf(deploy.Resources), deploy.Resources);
        if (untouched && !retains && operation.Left.Count == 0 && edits == _scene.Edits && await _invariants.SnapshotAsync() is var after && after != before)
            throw new BrokenInvariantException($"{deploy.Stack} is {status}, and not all is as it was:\n{before}\n--- and now:\n{after}");

        List<Declared> LeftOf(IReadOnlyList<Declared> resources) => [.. resources.Where(resource => operation.Left.Contains(resource.Id))];
    }

    private async Task DestroyAsync(Step.Destroy destroy, FaultPlan faults)
    {
        _scene.Changing = _scene.Model.Of(destroy.Stack).OfType<Declared.Entry>().Select(entry => entry.Role).ToHashSet<string?>();
        var operation = new Operation(_scene, _stacks[destroy.Stack], _namespace, destroy.Twice, destroy.AtOnce);
        var status = await operation.DeleteAsync(faults);
        if (status != "DELETE_COMPLETE")
            throw new BrokenInvariantException($"{destroy.Stack} is {status}:\n{operation.Why}");
        _stacks.Remove(destroy.Stack);
        _scene.Model = _scene.Model.Destroy(destroy.Stack);
    }

    private async Task SettleAsync(string stack, IReadOnlyList<Declared> left, IReadOnlyList<Declared> attempted)
    {
        if (await _invariants.SettledAsync(_scene.Model, stack, left, attempted) is { } settled)
            _scene.Model = settled;
        else
            _isUnsure = true;
    }

    private static Stack NewStack(string name) =>
        new(new PseudoParameters("111122223333", "eu-central-1", name, $"arn:aws:cloudformation:eu-central-1:111122223333:stack/{name}/5f3c1b2a"));
}
