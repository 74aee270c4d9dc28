using System.Diagnostics.CodeAnalysis;

namespace EksIamCdk.ClusterApi;

/// <summary>Either a value, or the step that failed on the way to it.</summary>
internal readonly record struct Found<T>
    where T : class
{
    private readonly T? _value;
    private readonly StepFailure? _failure;

    private Found(T? value, StepFailure? failure) => (_value, _failure) = (value, failure);

    public static implicit operator Found<T>(T value) => new(value, null);

    public static implicit operator Found<T>(StepFailure failure) => new(null, failure);

    public bool Is([NotNullWhen(true)] out T? value, [NotNullWhen(false)] out StepFailure? failure)
    {
        (value, failure) = (_value, _failure);
        return value is not null;
    }
}
