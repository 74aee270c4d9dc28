// All constructs of a process share one Node.js kernel, which does one thing at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
