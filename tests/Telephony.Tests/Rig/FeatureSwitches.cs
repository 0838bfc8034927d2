using System.Collections.Concurrent;
using Portal.Modularity;
using Portal.Modularity.Access;
using Portal.Modularity.Features;

namespace Portal.Telephony.Tests.Rig;

/// <summary>Feature assignment of the test's making: everything is on but what the test takes from somebody.</summary>
internal sealed class FeatureSwitches : IFeatureAssignments
{
    private readonly ConcurrentDictionary<(string, EmployeeId), bool> _off = new();

    public void TakeFrom(EmployeeId employee, string key) => _off[(key, employee)] = true;

    public FeatureState Of(string key, ObjectScope at) => new(
        new Feature(key, FeatureScope.User, FeatureCategory.CallControl, "phone", "Test forwarding", "Sends calls on.", "/employees/{id}/test"),
        at.Employee is { } employee && _off.ContainsKey((key, employee)) ? FeatureOff.ForEmployee : FeatureOff.No);
}
