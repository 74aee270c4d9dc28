using EksIamCdk.Sandbox.CloudFormation.Resources;
using EksIamCdk.Sandbox.Lambda;

namespace EksIamCdk.Histories.Tests.Beds;

/// <summary>One request of CloudFormation on its way, through all its deliveries.</summary>
internal sealed class Work(CustomResourceRequest request, ResponseSink.Exchange exchange, FaultPlan faults)
{
    public CustomResourceRequest Request => request;

    public ResponseSink.Exchange Exchange => exchange;

    public FaultPlan Faults => faults;

    public string On => request.LogicalResourceId;

    public string During => request.RequestType;

    /// <summary>What Lambda does, should the function die.</summary>
    public AfterDeath Then { get; set; } = AfterDeath.Again;

    public override string ToString() => $"{During} {On}";
}
