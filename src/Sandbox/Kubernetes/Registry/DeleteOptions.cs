using System.Text.Json;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Http;
using EksIamCdk.Sandbox.Kubernetes.Json;

namespace EksIamCdk.Sandbox.Kubernetes.Registry;

/// <summary>What a DELETE depends on.</summary>
internal sealed record DeleteOptions(string Uid, string ResourceVersion)
{
    public static DeleteOptions? Read(ApiRequest request, out ApiStatus? refusal)
    {
        refusal = null;
        if (request.Body.IsEmpty) return new DeleteOptions("", "");
        try
        {
            var preconditions = (JsonBody.Parse(request.Body.Span).Root as JsonObject)?["preconditions"];
            return new DeleteOptions(preconditions.Text("uid"), preconditions.Text("resourceVersion"));
        }
        catch (JsonException wrong)
        {
            refusal = ApiStatus.BadRequest($"the object provided is unrecognized (must be of type DeleteOptions): couldn't get version/kind; json parse error: {wrong.Message}");
            return null;
        }
    }

    public ApiStatus? Check(Schemas.ResourceKind kind, JsonObject live)
    {
        if (Uid.Length > 0 && Uid != live.Uid())
        {
            return Conflict($"the UID in the precondition ({Uid}) does not match the UID in record ({live.Uid()}). The object might have been deleted and then recreated");
        }

        if (ResourceVersion.Length > 0 && ResourceVersion != live.ResourceVersion())
        {
            return Conflict($"the ResourceVersion in the precondition ({ResourceVersion}) does not match the ResourceVersion in record ({live.ResourceVersion()}). The object might have been modified");
        }

        return null;

        // The API server names the kind here, where it names the plural elsewhere.
        ApiStatus Conflict(string why) => new(409, "Conflict", $"Operation cannot be fulfilled on {kind.QualifiedKind} \"{live.Name()}\": {why}")
        {
            Name = live.Name(),
            Group = kind.Group,
            Kind = kind.Kind,
        };
    }
}
