using System.Text.Json;
using System.Text.Json.Serialization;

namespace EksIamCdk.Histories.Tests.History;

/// <summary>One history: how the cluster begins, and what is done to it, one step after the other. Its script is a line of JSON a step.</summary>
public sealed record Story(Beginning Beginning, IReadOnlyList<Step> Steps)
{
    private static readonly JsonSerializerOptions OneLine = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>The script that <see cref="Read"/> reads again.</summary>
    public string Script() =>
        string.Concat([JsonSerializer.Serialize(Beginning, OneLine) + "\n", .. Steps.Select(step => JsonSerializer.Serialize(step, OneLine) + "\n")]);

    public static Story Read(string script)
    {
        var lines = script.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Where(line => line[0] == '{').ToList();
        return new(
            JsonSerializer.Deserialize<Beginning>(lines[0], OneLine)!,
            [.. lines.Skip(1).Select(line => JsonSerializer.Deserialize<Step>(line, OneLine)!)]);
    }
}

/// <summary>How kube-system/aws-auth looks before anybody of ours comes.</summary>
/// <param name="Form">Of mapRoles.</param>
/// <param name="Roles">Names of roles that others have mapped.</param>
/// <param name="Objects">Names of ConfigMaps that others have made.</param>
public sealed record Beginning(MapForm Form, IReadOnlyList<string> Roles, IReadOnlyList<string> Objects);

public enum MapForm
{
    /// <summary>There is no ConfigMap.</summary>
    Missing,

    /// <summary>There is one without mapRoles.</summary>
    Absent,

    /// <summary><c>""</c>.</summary>
    Blank,

    /// <summary><c>[]</c>.</summary>
    Brackets,

    /// <summary>Nothing but a comment.</summary>
    Comment,

    /// <summary>Items of their own lines.</summary>
    Block,

    /// <summary>The same, two columns in.</summary>
    Indented,

    /// <summary>The same, with lines that end as on Windows.</summary>
    Windows,

    /// <summary>The same, without an end of the last line.</summary>
    Cut,
}

[JsonPolymorphic(TypeDiscriminatorPropertyName = "do")]
[JsonDerivedType(typeof(Deploy), "deploy")]
[JsonDerivedType(typeof(Destroy), "destroy")]
[JsonDerivedType(typeof(Edit), "edit")]
public abstract record Step
{
    /// <summary>A stack is created, or updated, to hold these resources.</summary>
    /// <param name="Stack">Its name.</param>
    /// <param name="Resources">In the order in which they depend on each other.</param>
    /// <param name="AtOnce">They do not depend on each other.</param>
    /// <param name="Twice">Every event is delivered twice.</param>
    /// <param name="Faults">What goes wrong.</param>
    public sealed record Deploy(
        string Stack, IReadOnlyList<Declared> Resources, bool AtOnce = false, Twice Twice = default, IReadOnlyList<Fault>? Faults = null) : Step;

    public sealed record Destroy(string Stack, bool AtOnce = false, Twice Twice = default, IReadOnlyList<Fault>? Faults = null) : Step;

    /// <summary>Somebody else changes something.</summary>
    /// <param name="What">How.</param>
    /// <param name="Name">Of the role, or of the object.</param>
    public sealed record Edit(EditKind What, string Name = "") : Step;
}

public enum Twice
{
    No,
    InTurn,
    InParallel,
}

/// <summary>A resource as a template has it.</summary>
[JsonPolymorphic(TypeDiscriminatorPropertyName = "is")]
[JsonDerivedType(typeof(Entry), "entry")]
[JsonDerivedType(typeof(Object), "object")]
[JsonDerivedType(typeof(Binding), "binding")]
[JsonDerivedType(typeof(Check), "check")]
[JsonDerivedType(typeof(Broken), "broken")]
public abstract record Declared(string Id)
{
    /// <summary>One entry of mapRoles.</summary>
    public sealed record Entry(string Id, string Role, string Username, IReadOnlyList<string> Groups, bool Adopt = false) : Declared(Id);

    /// <summary>A ConfigMap.</summary>
    public sealed record Object(string Id, string Name, IReadOnlyDictionary<string, string> Data, bool Adopt = false, bool Retain = false) : Declared(Id);

    /// <summary>A RoleBinding of a group to a role that is there.</summary>
    public sealed record Binding(string Id, string Name, string Group, string Role, bool Adopt = false) : Declared(Id);

    /// <summary>That a group may, or may not, read ConfigMaps.</summary>
    public sealed record Check(string Id, string Group, bool Allowed) : Declared(Id);

    /// <summary>A resource of AWS that cannot be made.</summary>
    public sealed record Broken(string Id) : Declared(Id);
}

/// <summary>What goes wrong at one place.</summary>
/// <param name="On">Logical id of the resource whose event is worked on.</param>
/// <param name="During">Create, Update or Delete.</param>
/// <param name="At">At which request to the API server, from 1; from 101 on: at which answer to CloudFormation.</param>
/// <param name="Kind">What.</param>
/// <param name="Times">How often in turn.</param>
/// <param name="Then">When the function is killed: what Lambda does.</param>
/// <param name="Edit">What somebody else does at that moment.</param>
public sealed record Fault(
    string On, string During, int At, FaultKind Kind, int Times = 1, AfterDeath Then = default, Step.Edit? Edit = null);

public enum FaultKind
{
    /// <summary>The request never arrives, and nothing is heard.</summary>
    Silence,

    /// <summary>The connection is reset before the request is handled.</summary>
    Reset,

    /// <summary>It is handled, and the answer is lost.</summary>
    LoseAnswer,

    Late,
    Unauthorized,
    Forbidden,
    Conflict,
    Throttled,
    Broken,
    Unavailable,

    /// <summary>The function is killed before the request is handled.</summary>
    KillBefore,

    /// <summary>The function is killed after the request was handled.</summary>
    KillAfter,

    /// <summary>Somebody else is faster.</summary>
    EditBefore,
}

public enum AfterDeath
{
    /// <summary>The event is delivered again.</summary>
    Again,

    /// <summary>The destination of failed events answers.</summary>
    LastAnswer,

    /// <summary>Nobody answers; CloudFormation stops waiting.</summary>
    Nothing,
}

public enum EditKind
{
    /// <summary>A tool appends an entry, as eksctl does.</summary>
    Append,

    /// <summary>EKS maps the role of a new node group, in front of all others.</summary>
    NodeGroup,

    /// <summary>An entry that is nobody's goes.</summary>
    Remove,

    /// <summary>An entry of ours is taken out by hand.</summary>
    TakeOut,

    /// <summary>An entry of ours is changed by hand.</summary>
    Tamper,

    /// <summary>kubectl apply of a file that knows nothing of ours.</summary>
    Apply,

    /// <summary>The ConfigMap is deleted.</summary>
    DeleteMap,

    /// <summary>Another key comes into the ConfigMap.</summary>
    OtherKey,

    /// <summary>A label is put on an object of ours.</summary>
    Label,

    /// <summary>A value of an object of ours is changed.</summary>
    Change,

    /// <summary>An object is deleted.</summary>
    DeleteObject,
}
