using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace EksIamCdk.Page.Tests;

/// <summary>The map, by mouse.</summary>
public sealed class MapTests(Chromium chromium) : PageTest(chromium)
{
    private const string Developer = "arn:aws:iam::111122223333:role/team/Developer";

    [Fact]
    public async Task It_begins_with_the_IAM_principals_and_who_may_do_everything()
    {
        await OpenAsync("moving");

        Assert.Equal(
            ["Auditor", "Contractor", "Deployer", "Developer", "PlatformAdmin", "ann", "bob", "carol", "moving-nodes"],
            (await NamesAsync("principal")).Order(StringComparer.Ordinal));
        await Expect(Page).ToHaveTitleAsync("Who can do what in moving");
        await Expect(Detail).ToContainTextAsync("May do everything");
        await Expect(Detail.GetByRole(AriaRole.Link, new() { Name = "PlatformAdmin" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_search_leaves_what_it_finds_in_every_list_and_says_how_much_that_is()
    {
        await OpenAsync("moving");

        await Page.FillAsync("#search", "DEPLOY");

        await Expect(Rows("principal")).ToHaveCountAsync(1);
        Assert.Equal(["Deployer"], await NamesAsync("principal"));
        Assert.Contains("deployers", await NamesAsync("identity"));
        Assert.Equal(["deployers"], await NamesAsync("grant"));
        await Expect(Status).ToContainTextAsync("1 principal, ");
        await Expect(Page.Locator("#list-role")).ToHaveTextAsync("none");
        await Expect(Page).ToHaveURLAsync(new Regex("q=DEPLOY"));
    }

    [Fact]
    public async Task What_is_chosen_leaves_its_chain_and_Back_takes_it_away()
    {
        await OpenAsync("moving");

        await Row("principal", "Developer").ClickAsync();

        await Expect(Row("principal", "Developer")).ToHaveAttributeAsync("aria-selected", "true");
        Assert.Equal(["developers", "developer:{{SessionName}}", "system:authenticated"], await NamesAsync("identity"));
        Assert.Equal(["developers", "system:basic-user", "system:discovery", "system:public-info-viewer"], await NamesAsync("grant"));
        Assert.Equal("edit", (await NamesAsync("role"))[0]);
        Assert.Equal(["The whole cluster", "shop"], await NamesAsync("namespace"));
        await Expect(Page.Locator(".lines path.hot")).Not.ToHaveCountAsync(0);
        await Expect(Detail).ToContainTextAsync(Developer);
        await Expect(Detail).ToContainTextAsync("access entry");
        await Expect(Detail).ToContainTextAsync("has no effect: the access entry of the principal comes first");
        Assert.Contains($"node=principal:{Developer}", await PlaceAsync());

        await Page.GoBackAsync();

        await Expect(Rows("principal").First).ToHaveAttributeAsync("aria-selected", "false");
        await Expect(Detail).ToContainTextAsync("At a glance");
    }

    [Fact]
    public async Task The_chain_can_be_followed_the_other_way_from_a_namespace_to_principals()
    {
        await OpenAsync("moving");

        await Row("namespace", "billing").ClickAsync();

        await Expect(Row("identity", "billing-admins")).ToBeVisibleAsync();
        await Expect(Row("identity", "billing-admins")).ToContainTextAsync("nobody known");
        Assert.Contains("PlatformAdmin", await NamesAsync("principal"));
        await Expect(Detail).ToContainTextAsync("Who may do what here");

        await Detail.GetByRole(AriaRole.Link, new() { Name = "PlatformAdmin" }).ClickAsync();

        await Expect(Detail.Locator("h2")).ToHaveTextAsync("PlatformAdmin");
    }

    [Fact]
    public async Task Exact_rules_are_there_on_demand()
    {
        await OpenAsync("moving", "view=map&node=role:role shop on-call");

        await Expect(Detail.Locator("h2")).ToHaveTextAsync("on-call");
        await Expect(Detail.Locator(".rules tbody tr")).Not.ToHaveCountAsync(0);
        await Expect(Detail.Locator(".rules tbody tr").First).ToBeVisibleAsync();

        await GoAsync($"view=map&node=principal:{Developer}");
        await Expect(Detail.Locator(".rules tbody tr").First).ToBeHiddenAsync();
        await Detail.Locator("summary").First.ClickAsync();

        await Expect(Detail.Locator(".rules tbody tr").First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Who_is_refused_is_told_why()
    {
        await OpenAsync("moving", "view=map&node=principal:arn:aws:iam::111122223333:role/Contractor");

        await Expect(Row("principal", "Contractor")).ToContainTextAsync("refused");
        await Expect(Detail.Locator(".refusal")).ToContainTextAsync("IAM has no such role any more");
    }

    [Fact]
    public async Task Kinds_and_levels_filter()
    {
        await OpenAsync("moving");

        await Page.SelectOptionAsync("#level", new SelectOptionValue { Label = "everything" });
        await Expect(Rows("principal")).ToHaveCountAsync(1);
        Assert.Equal(["PlatformAdmin"], await NamesAsync("principal"));

        await Page.SelectOptionAsync("#level", new SelectOptionValue { Label = "anything" });
        await Page.SelectOptionAsync("#kind", new SelectOptionValue { Label = "service accounts" });
        await Expect(Row("principal", "aws-node")).ToBeVisibleAsync();
        Assert.DoesNotContain("PlatformAdmin", await NamesAsync("principal"));
        Assert.Contains("kind=serviceAccounts", await PlaceAsync());
    }

    [Fact]
    public async Task An_address_brings_back_what_was_looked_at_and_one_of_another_report_says_so()
    {
        await OpenAsync("moving", "view=map&q=ann&node=identity:group developers&level=4");

        await Expect(Page.Locator("#search")).ToHaveValueAsync("ann");
        await Expect(Page.Locator("#level")).ToHaveValueAsync("4");
        await Expect(Detail.Locator("h2")).ToHaveTextAsync("developers");

        await GoAsync("view=map&node=principal:arn:aws:iam::111122223333:role/Nobody");

        await Expect(Detail).ToContainTextAsync("This report has no principal:arn:aws:iam::111122223333:role/Nobody.");
    }

    [Fact]
    public async Task A_search_that_is_typed_starts_anew_from_what_was_followed()
    {
        await OpenAsync("moving", $"view=map&node=principal:{Developer}");

        await Page.FillAsync("#search", "carol");

        await Expect(Rows("principal")).ToHaveCountAsync(1);
        Assert.DoesNotMatch(new Regex("node="), await PlaceAsync());
    }
}
