using Amazon.CDK;

// The least that a CDK app in C# can be.
var app = new App();
_ = new Stack(app, "Empty");
app.Synth();
