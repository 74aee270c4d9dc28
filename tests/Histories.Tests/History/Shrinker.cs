namespace EksIamCdk.Histories.Tests.History;

/// <summary>Makes a history that fails smaller, as long as it still fails.</summary>
public static class Shrinker
{
    private const int MostTries = 400;

    public static async Task<(Story Story, string Failure)> SmallestAsync(Story story, string failure, Func<Story, Task<string?>> run)
    {
        for (var tries = 0; tries < MostTries;)
        {
            var smaller = false;
            foreach (var candidate in Smaller(story))
            {
                if (tries++ == MostTries)
                    break;
                if (await run(candidate) is { } still)
                {
                    (story, failure, smaller) = (candidate, still, true);
                    break;
                }
            }

            if (!smaller)
                break;
        }

        return (story, failure);
    }

    private static IEnumerable<Story> Smaller(Story story)
    {
        for (var i = story.Steps.Count - 1; i >= 0; i--)
            yield return story with { Steps = Without(story.Steps, i) };
        foreach (var beginning in Smaller(story.Beginning))
            yield return story with { Beginning = beginning };
        for (var i = 0; i < story.Steps.Count; i++)
        {
            foreach (var step in Smaller(story.Steps[i]))
                yield return story with { Steps = [.. story.Steps.Take(i), step, .. story.Steps.Skip(i + 1)] };
        }
    }

    private static IEnumerable<Beginning> Smaller(Beginning beginning)
    {
        for (var i = 0; i < beginning.Roles.Count; i++)
            yield return beginning with { Roles = Without(beginning.Roles, i) };
        for (var i = 0; i < beginning.Objects.Count; i++)
            yield return beginning with { Objects = Without(beginning.Objects, i) };
        if (beginning.Form is not (MapForm.Missing or MapForm.Block))
            yield return beginning with { Form = MapForm.Block };
        if (beginning.Form != MapForm.Missing && beginning.Roles.Count == 0)
            yield return beginning with { Form = MapForm.Missing };
    }

    private static IEnumerable<Step> Smaller(Step step)
    {
        switch (step)
        {
            case Step.Deploy deploy:
                if (deploy.AtOnce)
                    yield return deploy with { AtOnce = false };
                if (deploy.Twice != Twice.No)
                    yield return deploy with { Twice = Twice.No };
                for (var i = 0; i < deploy.Resources.Count; i++)
                    yield return deploy with { Resources = Without(deploy.Resources, i) };
                foreach (var faults in Fewer(deploy.Faults))
                    yield return deploy with { Faults = faults };
                break;
            case Step.Destroy destroy:
                if (destroy.AtOnce)
                    yield return destroy with { AtOnce = false };
                if (destroy.Twice != Twice.No)
                    yield return destroy with { Twice = Twice.No };
                foreach (var faults in Fewer(destroy.Faults))
                    yield return destroy with { Faults = faults };
                break;
        }
    }

    private static IEnumerable<IReadOnlyList<Fault>?> Fewer(IReadOnlyList<Fault>? faults)
    {
        for (var i = 0; i < faults?.Count; i++)
            yield return faults.Count == 1 ? null : Without(faults, i);
        for (var i = 0; i < faults?.Count; i++)
        {
            if (faults[i].Times > 1)
                yield return [.. faults.Take(i), faults[i] with { Times = 1 }, .. faults.Skip(i + 1)];
        }
    }

    private static IReadOnlyList<T> Without<T>(IReadOnlyList<T> items, int index) => [.. items.Where((_, i) => i != index)];
}
