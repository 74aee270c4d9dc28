using Amazon.CDK;

namespace EksIamCdk.Constructs;

/// <summary>That a <see cref="MappingProvider"/> compares its cluster with what stacks declared, again and again.</summary>
public sealed class DriftDetection
{
    /// <summary>How often: whole minutes, from 5 minutes to a day. Default: each hour.</summary>
    public Duration? Every { get; init; }

    /// <summary>Whether what deviates is put back. Default: false, it is only told.</summary>
    public bool Heal { get; init; }

    /// <summary>ARNs of SNS topics (or other actions of CloudWatch) that are told when there is drift, and when there is none any more.
    /// Default: none; the alarm is there all the same.</summary>
    public IReadOnlyList<string>? AlarmTopicArns { get; init; }
}
