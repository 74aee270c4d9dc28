using EksIamCdk.Inspection.Reporting;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EksIamCdk.Page.Tests;

public sealed class ChangesTests(Chromium chromium) : PageTest(chromium)
{
    [Fact]
    public async Task What_changed_is_told_by_principal_and_leads_to_it()
    {
        var state = Clusters.State("moving");
        var without = new Inspection.Snapshots.ClusterState
        {
            Name = state.Name,
            Mode = state.Mode,
            AwsAuth = state.AwsAuth,
            AccessEntries = state.AccessEntries,
            Namespaces = state.Namespaces,
            Roles = state.Roles,
            ServiceAccounts = state.ServiceAccounts,
            IamRoles = state.IamRoles,
            Bindings = [.. state.Bindings.Where(binding => binding is not { Namespace: "shop", Name: "developers" })],
        };
        var (older, newer) = (Clusters.Report(without), Clusters.Report(state));
        await OpenAsync(newer with { Changes = ReportComparison.Of(older, newer) }, "view=changes");

        var changes = Page.Locator("#changes");
        await Expect(changes).ToContainTextAsync("Since 2026-03-02 09:30 UTC");
        await Expect(changes).ToContainTextAsync("RoleBinding shop/developers gives ClusterRole edit to group developers");
        await Expect(changes.Locator(".gained").First).ToContainTextAsync("gains");
        await Expect(changes.Locator(".lost")).ToHaveCountAsync(0);

        await changes.GetByRole(AriaRole.Link, new() { Name = "arn:aws:iam::111122223333:role/team/Developer" }).First.ClickAsync();

        await Expect(Detail.Locator("h2")).ToHaveTextAsync("Developer");
    }

    [Fact]
    public async Task Findings_are_searched_and_lead_to_what_they_are_about()
    {
        var report = Clusters.Example("moving") with
        {
            Findings = [new("TEST1", "error", "RoleBinding shop/developers", "it gives much", "give less"), new("TEST2", "note", "nowhere", "something else", "")],
        };
        await OpenAsync(report, "view=findings");
        await Expect(Page.Locator(".finding")).ToHaveCountAsync(2);

        await Page.FillAsync("#search", "much");
        await Expect(Page.Locator(".finding")).ToHaveCountAsync(1);
        await Expect(Status).ToHaveTextAsync("1 of 2 findings");
        await Page.GetByRole(AriaRole.Link, new() { Name = "RoleBinding shop/developers" }).ClickAsync();

        await Expect(Detail.Locator("h2")).ToHaveTextAsync("developers");
        await Expect(Detail).ToContainTextAsync("it gives much");
    }
}
