using System.Collections.Concurrent;

namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>What goes wrong in one step, found by counting: the requests of the events of each resource, and its answers.</summary>
internal sealed class FaultPlan(IReadOnlyList<Fault> faults)
{
    /// <summary>Numbers of answers begin after this one.</summary>
    public const int Answers = 100;

    public static readonly FaultPlan None = new([]);

    private readonly ConcurrentDictionary<(string On, string During, bool Answer), int> _counts = new();

    /// <summary>Whether all of it is what the function has to outlast.</summary>
    public bool Pass => faults.All(fault => fault.Kind switch
    {
        FaultKind.KillBefore or FaultKind.KillAfter => fault is { Then: AfterDeath.Again, Times: 1 },
        FaultKind.Silence => fault.Times == 1,
        _ => fault.Times <= 3,
    });

    public Fault? AtRequest(string on, string during) => Next(on, during, answer: false);

    public Fault? AtAnswer(string on, string during) => Next(on, during, answer: true);

    public bool Concerns(string on) => faults.Any(fault => fault.On == on);

    private Fault? Next(string on, string during, bool answer)
    {
        var number = _counts.AddOrUpdate((on, during, answer), 1, (_, count) => count + 1) + (answer ? Answers : 0);
        return faults.FirstOrDefault(fault =>
            fault.On == on && fault.During == during && fault.At > Answers == answer && number >= fault.At && number - fault.At < fault.Times);
    }
}
