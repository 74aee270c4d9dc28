namespace EksIamCdk.Sandbox.Aws;

/// <summary>A service of AWS behind the endpoint.</summary>
internal interface IAwsService
{
    /// <summary>As signatures name it.</summary>
    string Name { get; }

    /// <summary>Whether this may come from somebody who signs nothing.</summary>
    bool TakesUnsigned(AwsRequest request) => false;

    /// <exception cref="AwsErrorException">It is refused.</exception>
    Task<AwsAnswer> AnswerAsync(AwsRequest request, CancellationToken cancellationToken);

    /// <summary>An error, in the form of its protocol.</summary>
    AwsAnswer Refuse(AwsErrorException error);

    /// <summary>A request whose signature is not right, in the words of its protocol.</summary>
    AwsErrorException Refusal(SignatureFault fault);
}

/// <summary>What can be wrong with a signature.</summary>
internal enum SignatureFault
{
    Missing,

    /// <summary>Nobody has that access key, or its session token is another one.</summary>
    UnknownKey,
    TooOld,
    Wrong,
}
