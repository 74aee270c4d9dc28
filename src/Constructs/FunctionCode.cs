namespace EksIamCdk.Constructs;

/// <summary>Where the code of the function comes from, when it is not an asset of the app.</summary>
public sealed class FunctionCode
{
    private FunctionCode(string bucket, string key)
    {
        Bucket = bucket;
        Key = key;
    }

    internal string Bucket { get; }

    internal string Key { get; }

    /// <summary>A zip of the published function in a bucket of the function's own Region.</summary>
    /// <param name="bucket">The bucket's name; may be a token, such as <c>Fn.Sub("packages-${AWS::Region}")</c>.</param>
    /// <param name="key">The zip's key. Another code is another key: CloudFormation looks at nothing else.</param>
    public static FunctionCode FromBucket(string bucket, string key)
    {
        var problems = new ConstructProblems("FunctionCode");
        problems.Required("Bucket", bucket, "the name of the bucket");
        problems.Required("Key", key, "the key of the zip");
        problems.Throw();
        return new(bucket, key);
    }
}
