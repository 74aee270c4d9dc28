namespace EksIamCdk.Histories.Tests.Model;

/// <summary>kube-system/aws-auth as others have left it when a history begins.</summary>
internal static class FirstMap
{
    private const string Comment = "# nobody is mapped yet\n";

    public static MapModel Of(Beginning beginning) => beginning.Form switch
    {
        MapForm.Missing => new MapModel(),
        MapForm.Absent => new MapModel { IsOfOthers = true },
        MapForm.Blank => new MapModel { IsOfOthers = true, Empty = "" },
        MapForm.Brackets => new MapModel { IsOfOthers = true, Empty = "[]\n" },
        MapForm.Comment => new MapModel { IsOfOthers = true, Slots = [new MapSlot { Foreign = Comment }] },
        _ when beginning.Roles.Count == 0 => new MapModel { IsOfOthers = true },
        var form => new MapModel { IsOfOthers = true, Slots = Items(form, beginning.Roles) },
    };

    public static JsonObject Body(MapModel map)
    {
        var text = map.Slots.Count > 0 ? string.Concat(map.Slots.Select(slot => slot.Foreign)) : map.Empty;
        var body = new JsonObject { ["metadata"] = new JsonObject { ["name"] = "aws-auth", ["labels"] = new JsonObject { ["by"] = "others" } } };
        if (text is not null)
            body["data"] = new JsonObject { ["mapRoles"] = text };
        return body;
    }

    private static List<MapSlot> Items(MapForm form, IReadOnlyList<string> roles)
    {
        var (indent, newLine) = (form == MapForm.Indented ? "  " : "", form == MapForm.Windows ? "\r\n" : "\n");
        List<MapSlot> slots = [.. roles.Select(role => new MapSlot { Role = role, Foreign = MapText.ByHand(role, indent, newLine) })];
        if (form == MapForm.Cut)
            slots[^1] = slots[^1] with { Foreign = slots[^1].Foreign!.TrimEnd('\n') };
        return slots;
    }
}
