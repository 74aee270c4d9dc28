namespace EksIamCdk.Cli;

/// <summary>What the program ends with. Public: scripts rely on it.</summary>
internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>aws-auth: somebody loses access, or the caller is nobody. sandbox: failed and rolled back. explain, can, who-can: nobody, or no.</summary>
    public const int Negative = 1;

    /// <summary>Nothing was started.</summary>
    public const int BadInput = 2;

    /// <summary>The rollback failed, or did not give back the bytes of before.</summary>
    public const int RollbackFailed = 3;

    /// <summary>plan: somebody would lose access; bad input is <see cref="Usage"/> there.</summary>
    public const int AccessLost = 2;

    /// <summary>plan: bad input. The number of EX_USAGE in sysexits.h.</summary>
    public const int Usage = 64;

    /// <summary>A bug in this program.</summary>
    public const int Bug = 70;

    /// <summary>Stopped by Ctrl+C.</summary>
    public const int Interrupted = 130;
}
