namespace Portal.Devices.Provisioning;

/// <summary>A value could not be written into a phone's file without being read as something else. Names the setting, never the value.</summary>
internal sealed class UnwritableValueException(string setting)
    : Exception($"The value of {setting[..Math.Min(setting.Length, 128)]} holds characters that the phone's file format can't carry.");
