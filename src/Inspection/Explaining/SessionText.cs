namespace EksIamCdk.Inspection.Explaining;

/// <summary>Fills the templates of usernames and groups with what is known of a session; what is not known stays as it is.</summary>
internal static class SessionText
{
    public const string Ec2Name = "{{EC2PrivateDNSName}}";

    public static string Fill(string template, Principal.Iam principal)
    {
        var text = template.Replace("{{AccountID}}", principal.AccountId, StringComparison.Ordinal);
        if (principal.Session is { } session)
        {
            text = text.Replace("{{SessionName}}", session.Replace('@', '-'), StringComparison.Ordinal)
                .Replace("{{SessionNameRaw}}", session, StringComparison.Ordinal);
        }

        return principal.Ec2PrivateDnsName is { } name ? text.Replace(Ec2Name, name, StringComparison.Ordinal) : text;
    }
}
