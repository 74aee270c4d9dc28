using System.Text;
using System.Text.Json.Nodes;
using EksIamCdk.Sandbox.Kubernetes.Json;

namespace EksIamCdk.Sandbox.Kubernetes.Protobuf;

/// <summary>
/// Reads bodies in Kubernetes' Protocol Buffers encoding, which kubectl prefers for some of its commands
/// (https://kubernetes.io/docs/reference/using-api/api-concepts/#protobuf-encoding). Answers are JSON, which it takes as well.
/// </summary>
internal static class ProtobufBody
{
    public const string ContentType = "application/vnd.kubernetes.protobuf";

    private static readonly byte[] Magic = "k8s\0"u8.ToArray();

    private static readonly ProtobufField[] Envelope =
    [
        new(1, "typeMeta", ProtobufKind.Message) { Message = [new(1, "apiVersion", ProtobufKind.Text), new(2, "kind", ProtobufKind.Text)] },
        new(2, "raw", ProtobufKind.Bytes),
    ];

    /// <summary>The same body in JSON; null when it is not in this encoding, or of a kind only known as JSON.</summary>
    public static byte[]? ToJson(byte[] body)
    {
        if (!body.AsSpan().StartsWith(Magic)) return null;
        try
        {
            var envelope = Read(body.AsSpan(Magic.Length), Envelope);
            if (ProtobufShapes.Find(envelope["typeMeta"].Text("kind")) is not { } shape) return null;
            var read = Read(Convert.FromBase64String(envelope.Text("raw")), shape);
            read["apiVersion"] = envelope["typeMeta"].Text("apiVersion");
            read["kind"] = envelope["typeMeta"].Text("kind");
            return Encoding.UTF8.GetBytes(read.ToJsonString());
        }
        catch (Exception wrong) when (wrong is ArgumentOutOfRangeException or IndexOutOfRangeException or OverflowException or FormatException)
        {
            return null;
        }
    }

    private static JsonObject Read(ReadOnlySpan<byte> bytes, IReadOnlyList<ProtobufField> fields)
    {
        var message = new JsonObject();
        while (!bytes.IsEmpty)
        {
            var tag = Integer(ref bytes);
            var field = fields.FirstOrDefault(candidate => candidate.Number == (int)(tag >> 3));
            switch (tag & 7)
            {
                case 0:
                    var number = Integer(ref bytes);
                    if (field is not null) message[field.Name] = field.Kind == ProtobufKind.Flag ? number != 0 : (long)number;
                    break;
                case 2:
                    var length = checked((int)Integer(ref bytes));
                    if (field is not null) Put(message, field, bytes[..length]);
                    bytes = bytes[length..];
                    break;
                case 1:
                    bytes = bytes[8..];
                    break;
                case 5:
                    bytes = bytes[4..];
                    break;
                default:
                    throw new FormatException("a wire type that is not known");
            }
        }

        return message;
    }

    private static void Put(JsonObject message, ProtobufField field, ReadOnlySpan<byte> bytes)
    {
        if (field.Kind == ProtobufKind.Map)
        {
            var entry = Read(bytes, [new(1, "key", ProtobufKind.Text), new(2, "value", field.Value) { Message = [new(1, "text", ProtobufKind.Text)] }]);
            message[field.Name] ??= new JsonObject();
            message[field.Name]![entry.Text("key")] = field.Value == ProtobufKind.Message ? entry["value"].Text("text") : entry.Text("value");
            return;
        }

        JsonNode value = field.Kind switch
        {
            ProtobufKind.Message => Read(bytes, field.Message),
            ProtobufKind.Bytes => Convert.ToBase64String(bytes),
            _ => Encoding.UTF8.GetString(bytes),
        };
        if (!field.Repeated)
        {
            message[field.Name] = value;
            return;
        }

        message[field.Name] ??= new JsonArray();
        message[field.Name]!.AsArray().Add(value);
    }

    private static ulong Integer(ref ReadOnlySpan<byte> bytes)
    {
        var (value, shift) = (0UL, 0);
        while (true)
        {
            var next = bytes[0];
            bytes = bytes[1..];
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
            shift += 7;
        }
    }
}
