using System.Text;
using EksIamCdk.Access.Problems;
using EksIamCdk.Sandbox.Aws;
using EksIamCdk.Sandbox.CloudFormation.Templates;
using EksIamCdk.Sandbox.Serve.S3;

namespace EksIamCdk.Sandbox.Serve.CloudFormation;

/// <summary>The template of a call: its text, or the URL of an object in S3.</summary>
internal sealed class TemplateSource(BucketStore buckets)
{
    private const int LongestBody = 51_200;
    private const int LongestObject = 1_000_000;

    /// <exception cref="AwsErrorException">There is none, or it is too long.</exception>
    public string Text(QueryParameters call)
    {
        if (call["TemplateBody"] is { Length: > 0 } body)
        {
            return Encoding.UTF8.GetByteCount(body) <= LongestBody
                ? body
                : throw CallError.Validation(
                    $"1 validation error detected: Value '{body[..40]}…' at 'templateBody' failed to satisfy constraint: "
                        + $"Member must have length less than or equal to {LongestBody}");
        }
        return FromUrl(call["TemplateURL"] is { Length: > 0 } url
            ? url
            : throw CallError.Validation("Either Template URL or Template Body must be specified."));
    }

    /// <exception cref="AwsErrorException">It is not a template that can be deployed.</exception>
    public static Template Parse(string text)
    {
        var problems = new ProblemList();
        var template = TemplateFile.Parse(text, "template", problems);
        return template is not null && problems.Count == 0 ? template : throw CallError.Validation($"Template format error: {problems}");
    }

    private string FromUrl(string url)
    {
        var (bucket, key) = S3Request.OfUrl(url) ?? throw CallError.Validation("TemplateURL must be a supported URL.");
        using var stream = buckets.Open(bucket, key) ?? throw CallError.Validation($"S3 error: The specified key does not exist. ({url})");
        if (stream.Length > LongestObject)
            throw CallError.Validation($"Template may not exceed {LongestObject} bytes in size.");
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
