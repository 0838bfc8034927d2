namespace Portal.Numbering.Plans;

/// <summary>From typed digits to calling code, country and national number.</summary>
internal static class NumberReader
{
    private const int ShortestNational = 2, LongestNational = 17;

    public static NumberReading Read(string? typed, string? country, NumberCheck check)
    {
        if (TypedNumber.Digits(typed, out var fault) is not { } digits)
        {
            return new(null, fault);
        }

        var home = country is null ? null : World.Find(country);
        if (Split(digits, home) is not { } split)
        {
            return new(null, digits[0] != '+' && home is null ? NumberFault.CountryNeeded : NumberFault.UnknownCountry);
        }

        var (plan, rest, international) = split;
        var national = rest.Length == 0 ? "" : WithoutPrefix(plan, rest);
        if (national.Length is < ShortestNational or > LongestNational)
        {
            return new(null, national.Length < ShortestNational ? NumberFault.TooShort : NumberFault.TooLong);
        }

        // Several countries may share the calling code; the number says which it is.
        var exact = World.CountryOf(plan.CallingCode, national);
        var number = new PhoneNumber(exact is null ? plan : World.Find(exact)!, exact ?? (international ? null : country), national);
        fault = FaultOf(number, check);
        return fault == NumberFault.None ? new(number, fault) : new(null, fault);
    }

    /// <summary>The plan that the digits are read by, and the digits after the calling code.</summary>
    private static (NumberingPlan Plan, string Digits, bool International)? Split(string digits, NumberingPlan? home)
    {
        if (digits[0] == '+')
        {
            return ByCallingCode(digits[1..]);
        }

        if (home is null)
        {
            return null;
        }

        // No calling code begins with 0: 00 before a national 0 is no international prefix.
        if (home.InternationalPrefix.Match(digits) is { Success: true } prefix && digits.Length > prefix.Length && digits[prefix.Length] != '0')
        {
            return ByCallingCode(digits[prefix.Length..]);
        }

        return WithoutPlus(digits, home) is { } rest
            ? (World.FindByCallingCode(home.CallingCode)!, rest, true)
            : (home, digits, false);
    }

    private static (NumberingPlan, string, bool)? ByCallingCode(string digits) =>
        World.CallingCodeOf(digits) is { } code ? (World.FindByCallingCode(code)!, digits[code.Length..], true) : null;

    /// <summary>Of <c>4420…</c> typed in the United Kingdom, what follows the calling code: only when the number makes no sense otherwise.</summary>
    private static string? WithoutPlus(string digits, NumberingPlan home)
    {
        if (!digits.StartsWith(home.CallingCode, StringComparison.Ordinal))
        {
            return null;
        }

        var rest = digits[home.CallingCode.Length..];
        var whole = WithoutPrefix(home, digits);
        var wrongAsItIs = (!home.Matches(whole) && home.Matches(WithoutPrefix(home, rest))) || home.CheckLength(whole) == LengthCheck.TooLong;
        return wrongAsItIs ? rest : null;
    }

    /// <summary>The national significant number: what was typed without the national prefix, transformed where the plan says so.</summary>
    private static string WithoutPrefix(NumberingPlan plan, string typed)
    {
        if (plan.NationalPrefix?.Match(typed) is not { Success: true } match)
        {
            return typed;
        }

        var captured = match.Groups.Count > 1 && match.Groups[^1].Success && match.Groups[^1].Length > 0;
        var national = captured && plan.PrefixTransform is { } transform
            ? match.Result(transform) + typed[match.Length..]
            : typed[match.Length..];
        if (national == typed)
        {
            return typed;
        }

        // A number that is right as it stands, and wrong without, only begins like the prefix.
        if (plan.Matches(typed) && !plan.Matches(national))
        {
            return typed;
        }

        var country = World.CountryOf(plan.CallingCode, national);
        var length = (country is null ? plan : World.Find(country)!).CheckLength(national);
        return length is LengthCheck.TooShort or LengthCheck.Between ? typed : national;
    }

    private static NumberFault FaultOf(PhoneNumber number, NumberCheck check)
    {
        if (check == NumberCheck.Readable)
        {
            return NumberFault.None;
        }

        return number.Length switch
        {
            LengthCheck.TooShort => NumberFault.TooShort,
            LengthCheck.TooLong => NumberFault.TooLong,
            LengthCheck.Between => NumberFault.ImpossibleLength,
            _ => check == NumberCheck.Valid && !number.IsValid ? NumberFault.NotInPlan : NumberFault.None,
        };
    }
}
