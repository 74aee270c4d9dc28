using Amazon.CDK.AWS.IAM;
using Amazon.CDK.AWS.Lambda;
using Amazon.CDK.AWS.Logs;
using Constructs;

namespace EksIamCdk.Constructs.Functions;

/// <summary>
/// A function that does nothing but tell CloudFormation that another died: Lambda hands it every event whose function crashed, ran out of
/// memory or of time, or could not be started. It is outside of every VPC, and may write its log, nothing else.
/// </summary>
internal sealed class LastAnswer : Construct
{
    // A .NET process needs about 70 MiB; more memory is more CPU, and so a faster start.
    private const int Memory = 256;

    private readonly CfnFunction _function;

    public LastAnswer(Construct scope, string id, FunctionProgram program, RetentionDays? retention, IReadOnlyDictionary<string, string> variables)
        : base(scope, id)
    {
        var log = FunctionProgram.Log(this, retention);
        var role = new Role(this, "Role", new RoleProps
        {
            AssumedBy = new ServicePrincipal("lambda.amazonaws.com"),
            Description = "Lets the EKS IAM last answer write its log",
            InlinePolicies = new Dictionary<string, PolicyDocument>
            {
                ["Function"] = new(new PolicyDocumentProps { Statements = [FunctionProgram.WriteLog(log)] }),
            },
        });
        _function = program.Function(this, new FunctionSettings
        {
            Description = "Answers CloudFormation for requests that their function died of",
            Memory = Memory,
            Timeout = RequestTimes.LastAnswerTimeout,
            RoleArn = role.RoleArn,
            Log = log,
            Variables = variables,
        });
        _ = new CfnEventInvokeConfig(this, "Invocation", new CfnEventInvokeConfigProps
        {
            FunctionName = _function.Ref,
            Qualifier = "$LATEST",
            MaximumEventAgeInSeconds = RequestTimes.LastAnswerAge,
            MaximumRetryAttempts = 1,
        });
    }

    /// <summary>What the role of a function needs so that Lambda hands its dead events over.</summary>
    public PolicyStatement HandOver() =>
        new(new PolicyStatementProps { Actions = ["lambda:InvokeFunction"], Resources = [_function.AttrArn] });

    /// <summary>
    /// Hands the dead events of a function over. They are not tried again: a function that dies of an event dies of it again, and its stack would
    /// wait for minutes.
    /// </summary>
    public CfnEventInvokeConfig Answers(Construct scope, CfnFunction function) => new(scope, "Invocation", new CfnEventInvokeConfigProps
    {
        FunctionName = function.Ref,
        Qualifier = "$LATEST",
        MaximumEventAgeInSeconds = RequestTimes.EventAge,
        MaximumRetryAttempts = 0,
        DestinationConfig = new CfnEventInvokeConfig.DestinationConfigProperty
        {
            OnFailure = new CfnEventInvokeConfig.OnFailureProperty { Destination = _function.AttrArn },
        },
    });
}
