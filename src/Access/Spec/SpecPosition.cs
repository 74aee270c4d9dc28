namespace EksIamCdk.Access.Spec;

/// <summary>A place in a spec file; both numbers start at 1.</summary>
public readonly record struct SpecPosition(int Line, int Column) : IComparable<SpecPosition>
{
    public int CompareTo(SpecPosition other) => (Line, Column).CompareTo((other.Line, other.Column));

    public static bool operator <(SpecPosition left, SpecPosition right) => left.CompareTo(right) < 0;

    public static bool operator <=(SpecPosition left, SpecPosition right) => left.CompareTo(right) <= 0;

    public static bool operator >(SpecPosition left, SpecPosition right) => left.CompareTo(right) > 0;

    public static bool operator >=(SpecPosition left, SpecPosition right) => left.CompareTo(right) >= 0;
}
