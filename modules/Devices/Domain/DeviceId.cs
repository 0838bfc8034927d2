using System.ComponentModel;
using Portal.Modularity;

namespace Portal.Devices.Domain;

/// <summary>A telephone, known to the provider by its MAC address.</summary>
[TypeConverter(typeof(IdTypeConverter<DeviceId>))]
internal readonly record struct DeviceId(Guid Value) : IId<DeviceId>
{
    public static DeviceId From(Guid value) => new(value);
    public static DeviceId New() => new(Guid.CreateVersion7());
    public override string ToString() => Value.ToString();
}
