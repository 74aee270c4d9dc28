using Amazon.CDK;
using Amazon.CDK.AWS.Lambda;
using Constructs;

namespace EksIamCdk.Constructs.Functions;

/// <summary>
/// The same program as the provider's function, with its role, its log and its network, and all the time that Lambda gives: for what EKS takes
/// minutes to do. A short request is still given up soon, as its own function has little time.
/// </summary>
internal sealed class PatientFunction : Construct
{
    private readonly CfnFunction _function;

    /// <param name="scope">The provider.</param>
    /// <param name="program">What it runs.</param>
    /// <param name="lastAnswer">Who answers when it dies.</param>
    /// <param name="settings">Those of the provider's function.</param>
    public PatientFunction(Construct scope, string id, FunctionProgram program, LastAnswer lastAnswer, FunctionSettings settings)
        : base(scope, id)
    {
        _function = program.Function(this, settings with
        {
            Name = Names.UniqueResourceName(this, new UniqueResourceNameOptions { MaxLength = 64, Separator = "-", AllowedSpecialCharacters = "-_" }),
            Description = "Custom resources for what EKS takes minutes to do",
            Timeout = RequestTimes.Patient.Timeout,
        });
        Answered = lastAnswer.Answers(this, _function);
    }

    public string Arn => _function.AttrArn;

    /// <summary>What must be there before its first request.</summary>
    public CfnEventInvokeConfig Answered { get; }
}
