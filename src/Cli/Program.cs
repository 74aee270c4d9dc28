using EksIamCdk.Cli;

return await EksiamCommand.RunAsync(args);
