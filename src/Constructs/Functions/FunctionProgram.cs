using Amazon.CDK;
using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Amazon.CDK.AWS.S3.Assets;
using Constructs;
using EksIamCdk.Constructs.Package;

namespace EksIamCdk.Constructs.Functions;

/// <summary>The one program that all functions of a provider run.</summary>
internal sealed class FunctionProgram
{
    private readonly PackageForm _form;
    private readonly FunctionCode? _given;
    private readonly Asset? _asset;

    /// <param name="scope">Where the program becomes an asset, unless its code is given.</param>
    /// <param name="packaging">What it is made of.</param>
    /// <param name="given">Code that is no asset of the app, or null.</param>
    /// <param name="published">A folder that holds the published program, or null.</param>
    public FunctionProgram(Construct scope, Packaging packaging, FunctionCode? given, string? published)
    {
        _form = PackageForm.Of(packaging);
        _given = given;
        _asset = given is null ? FunctionPackage.Asset(scope, "Package", packaging, published) : null;
    }

    /// <summary>A function of this program.</summary>
    public CfnFunction Function(Construct scope, FunctionSettings settings)
    {
        var function = new CfnFunction(scope, "Resource", new CfnFunctionProps
        {
            FunctionName = settings.Name,
            Description = settings.Description,
            Runtime = _form.Runtime,
            Architectures = ["x86_64"],
            Handler = _form.Handler,
            Code = new CfnFunction.CodeProperty
            {
                S3Bucket = _asset?.S3BucketName ?? _given!.Bucket,
                S3Key = _asset?.S3ObjectKey ?? _given!.Key,
            },
            MemorySize = settings.Memory,
            Timeout = settings.Timeout,
            Role = settings.RoleArn,
            LoggingConfig = new CfnFunction.LoggingConfigProperty { LogGroup = settings.Log.LogGroupName },
            Environment = settings.Variables.Count == 0 ? null : new CfnFunction.EnvironmentProperty { Variables = settings.Variables },
            VpcConfig = settings.Network is null ? null : new CfnFunction.VpcConfigProperty
            {
                SubnetIds = [.. settings.Network.SubnetIds],
                SecurityGroupIds = [.. settings.Network.SecurityGroupIds],
            },
        });
        _asset?.AddResourceMetadata(function, "Code");
        return function;
    }

    /// <summary>The log of a function of this program.</summary>
    public static LogGroup Log(Construct scope, RetentionDays? retention) => new(scope, "Log", new LogGroupProps
    {
        Retention = retention ?? RetentionDays.ONE_MONTH,
        RemovalPolicy = RemovalPolicy.DESTROY,
    });

    /// <summary>What the role of a function needs to write its log.</summary>
    public static PolicyStatement WriteLog(LogGroup log) =>
        new(new PolicyStatementProps { Actions = ["logs:CreateLogStream", "logs:PutLogEvents"], Resources = [log.LogGroupArn] });
}

/// <summary>What one function of a <see cref="FunctionProgram"/> has of its own.</summary>
internal sealed record FunctionSettings
{
    /// <summary>Null: CloudFormation makes one up.</summary>
    public string? Name { get; init; }

    public required string Description { get; init; }

    /// <summary>In MiB.</summary>
    public required int Memory { get; init; }

    /// <summary>In seconds.</summary>
    public required int Timeout { get; init; }

    public required string RoleArn { get; init; }

    public required LogGroup Log { get; init; }

    public required IReadOnlyDictionary<string, string> Variables { get; init; }

    public FunctionNetwork? Network { get; init; }
}
