using System.Globalization;

namespace EksIamCdk.Access.Problems;

/// <summary>A code that a Reason ends with, so that people and programs can find what it is about.</summary>
/// <param name="Number">Three digits, fixed for ever.</param>
/// <param name="When">When it is given, in one line.</param>
public sealed record ErrorCode(int Number, string When)
{
    public static readonly ErrorCode EventUnreadable = new(1, "the event cannot be read");
    public static readonly ErrorCode PropertiesWrong = new(10, "properties are wrong (all of them are listed)");
    public static readonly ErrorCode ClusterNotFound = new(20, "the cluster is not found");
    public static readonly ErrorCode ClusterUnreachable = new(21, "the cluster cannot be reached");
    public static readonly ErrorCode Unauthorized = new(22, "the cluster does not let the function in (401); the access entry that is missing is named");
    public static readonly ErrorCode Forbidden = new(23, "the cluster or AWS forbids the function something (403); verb and resource are named");
    public static readonly ErrorCode AwsAuthUnreadable = new(30, "a section of aws-auth cannot be edited without loss; line and column are named");
    public static readonly ErrorCode EntryOfAnother = new(31, "the aws-auth entry belongs to another resource, or to nobody");
    public static readonly ErrorCode LockoutRefused = new(32, "the change would lock somebody out");
    public static readonly ErrorCode TooLarge = new(33, "aws-auth would grow over the size limit of a ConfigMap or of its annotations");
    public static readonly ErrorCode ObjectOfAnother = new(40, "the Kubernetes object belongs to another resource, or to nobody");
    public static readonly ErrorCode FieldConflict = new(41, "another field manager owns a field of the object; field and manager are named");
    public static readonly ErrorCode KindNotSupported = new(42, "the kind of the manifest is not supported");
    public static readonly ErrorCode RefusedByApiServer = new(43, "the API server refused the object; its message is given");
    public static readonly ErrorCode AccessCheckFailed = new(50, "an access check does not hold; each line that does not is listed");
    public static readonly ErrorCode DeadlineReached = new(90, "the deadline was reached; the step is named");
    public static readonly ErrorCode Bug = new(91, "a bug in this code");

    /// <summary>Every code, by number.</summary>
    public static IReadOnlyList<ErrorCode> All { get; } =
    [
        EventUnreadable, PropertiesWrong, ClusterNotFound, ClusterUnreachable, Unauthorized, Forbidden, AwsAuthUnreadable, EntryOfAnother,
        LockoutRefused, TooLarge, ObjectOfAnother, FieldConflict, KindNotSupported, RefusedByApiServer, AccessCheckFailed, DeadlineReached, Bug,
    ];

    /// <summary><c>EKSIAM030</c>.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"EKSIAM{Number:000}");
}
