using System.Globalization;
using System.Numerics;

namespace Portal.Tenancy.Domain;

/// <summary>
/// The check digits of VAT numbers, as each country computes them. Expects a number that has its country's shape; a kind of number
/// without check digits passes.
/// </summary>
internal static class VatChecksum
{
    public static bool Holds(string country, string number)
    {
        var body = number[2..];
        return country switch
        {
            "AT" => Austria(Digits(body[1..])),
            "BE" => 97 - (Number(body[..8]) % 97) == Number(body[8..]),
            "BG" => Bulgaria(Digits(body)),
            "CY" => Cyprus(Digits(body[..8]), body[8]),
            "CZ" => body.Length switch { 8 => Eleven(Digits(body), [8, 7, 6, 5, 4, 3, 2], ten: 0, eleven: 1), 10 => Number(body) % 11 == 0, _ => true },
            "DE" or "HR" => Iso7064(Digits(body)),
            "DK" => Sum(Digits(body), [2, 7, 6, 5, 4, 3, 2, 1]) % 11 == 0,
            "EE" => Ten(Digits(body), [3, 7, 1, 3, 7, 1, 3, 7]),
            "GR" => Sum(Digits(body), [256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10 == Digits(body)[8],
            "ES" => Spain(body),
            "FI" => Eleven(Digits(body), [7, 9, 10, 5, 8, 4, 2], ten: -1, eleven: 0),
            "FR" => !body[..2].All(char.IsAsciiDigit) || (12 + (3 * (Number(body[2..]) % 97))) % 97 == Number(body[..2]),
            "HU" => Ten(Digits(body), [9, 7, 3, 1, 9, 7, 3]),
            "IE" => Ireland(body),
            "IT" => Luhn(Digits(body)),
            "LT" => Lithuania(Digits(body)),
            "LU" => Number(body[..6]) % 89 == Number(body[6..]),
            "LV" => body[0] <= '3' || Latvia(Digits(body)),
            "MT" => 37 - (Sum(Digits(body), [3, 4, 6, 7, 8, 9]) % 37) == Number(body[6..]),
            "NL" => Sum(Digits(body[..9]), [9, 8, 7, 6, 5, 4, 3, 2]) % 11 == Digits(body)[8] || Modulo97(number),
            "PL" => Sum(Digits(body), [6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11 == Digits(body)[9],
            "PT" => Eleven(Digits(body), [9, 8, 7, 6, 5, 4, 3, 2], ten: 0, eleven: 0),
            "RO" => Sum(Digits(body.PadLeft(10, '0')), [7, 5, 3, 2, 1, 7, 5, 3, 2]) * 10 % 11 % 10 == Digits(body)[^1],
            "SE" => Luhn(Digits(body[..10])),
            "SI" => Eleven(Digits(body), [8, 7, 6, 5, 4, 3, 2], ten: 0, eleven: -1),
            "SK" => Number(body) % 11 == 0,
            "GB" => !char.IsAsciiDigit(body[0]) || Britain(Digits(body)),
            _ => true,
        };
    }

    private static int[] Digits(string text) => [.. text.Select(c => c - '0')];

    private static long Number(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);

    private static int Sum(int[] digits, int[] weights) => weights.Select((w, i) => w * digits[i]).Sum();

    /// <summary>The digit after the weighted ones makes the sum a multiple of ten.</summary>
    private static bool Ten(int[] digits, int[] weights) => (10 - (Sum(digits, weights) % 10)) % 10 == digits[weights.Length];

    /// <summary>The digit after the weighted ones is eleven less the remainder; ten and eleven are what the country makes of them.</summary>
    private static bool Eleven(int[] digits, int[] weights, int ten, int eleven)
    {
        var check = 11 - (Sum(digits, weights) % 11);
        return (check == 10 ? ten : check == 11 ? eleven : check) == digits[weights.Length];
    }

    private static bool Luhn(int[] digits) =>
        digits.Reverse().Select((d, i) => i % 2 == 0 ? d : d < 5 ? 2 * d : (2 * d) - 9).Sum() % 10 == 0;

    private static bool Iso7064(int[] digits)
    {
        var product = 10;
        foreach (var digit in digits[..^1])
        {
            var sum = (digit + product) % 10;
            product = 2 * (sum == 0 ? 10 : sum) % 11;
        }

        return (11 - product) % 10 == digits[^1];
    }

    private static bool Austria(int[] d) =>
        (10 - ((d[..7].Select((x, i) => i % 2 == 0 ? x : (2 * x / 10) + (2 * x % 10)).Sum() + 4) % 10)) % 10 == d[7];

    private static bool Bulgaria(int[] d)
    {
        if (d.Length == 10)
        {
            // A person's own number: a citizen's, a foreigner's, or one the tax office gave.
            return Sum(d, [2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10 == d[9] || Sum(d, [21, 19, 17, 13, 11, 9, 7, 3, 1]) % 10 == d[9]
                || Eleven(d, [4, 3, 2, 7, 6, 5, 4, 3, 2], ten: -1, eleven: 0);
        }

        var check = Sum(d, [1, 2, 3, 4, 5, 6, 7, 8]) % 11;
        return (check == 10 ? Sum(d, [3, 4, 5, 6, 7, 8, 9, 10]) % 11 % 10 : check) == d[8];
    }

    private static bool Cyprus(int[] d, char letter)
    {
        int[] odd = [1, 0, 5, 7, 9, 13, 15, 17, 19, 21];
        return (char)('A' + (d.Select((x, i) => i % 2 == 0 ? odd[x] : x).Sum() % 26)) == letter;
    }

    private static bool Spain(string body)
    {
        const string Letters = "TRWAGMYFPDXBNJZSQVHLCKE";
        var (first, last) = (body[0], body[8]);
        if (!body[1..8].All(char.IsAsciiDigit))
        {
            return false;
        }

        if (char.IsAsciiDigit(first) || first is 'X' or 'Y' or 'Z')
        {
            return Letters[(int)(Number((first switch { 'X' => '0', 'Y' => '1', 'Z' => '2', _ => first }) + body[1..8]) % 23)] == last;
        }

        if (first is 'K' or 'L' or 'M')
        {
            return Letters[(int)(Number(body[1..8]) % 23)] == last;
        }

        var sum = Digits(body[1..8]).Select((d, i) => i % 2 == 1 ? d : (2 * d / 10) + (2 * d % 10)).Sum();
        var check = (10 - (sum % 10)) % 10;
        return last == (char)('0' + check) || last == "JABCDEFGHI"[check];
    }

    private static bool Ireland(string body)
    {
        // Numbers of the years before 2013 have a letter or a sign in the second place.
        var digits = char.IsAsciiDigit(body[1]) ? body[..7] : "0" + body[2..7] + body[0];
        var second = body.Length > 8 && body[8] != 'W' ? body[8] - 'A' + 1 : 0;
        return "WABCDEFGHIJKLMNOPQRSTUV"[(Sum(Digits(digits), [8, 7, 6, 5, 4, 3, 2]) + (9 * second)) % 23] == body[7];
    }

    private static bool Lithuania(int[] d)
    {
        int[] once = d.Length == 9 ? [1, 2, 3, 4, 5, 6, 7, 8] : [1, 2, 3, 4, 5, 6, 7, 8, 9, 1, 2];
        int[] again = d.Length == 9 ? [3, 4, 5, 6, 7, 8, 9, 1] : [3, 4, 5, 6, 7, 8, 9, 1, 2, 3, 4];
        var check = Sum(d, once) % 11;
        return (check == 10 ? Sum(d, again) % 11 % 10 : check) == d[^1];
    }

    private static bool Latvia(int[] d)
    {
        var rest = Sum(d, [9, 1, 4, 8, 3, 10, 2, 5, 7, 6]) % 11;
        var check = 3 - rest;
        return (check < -1 ? check + 11 : check) == d[10];
    }

    private static bool Britain(int[] d)
    {
        var sum = Sum(d, [8, 7, 6, 5, 4, 3, 2]) + (10 * d[7]) + d[8];
        return sum % 97 == 0 || (sum + 55) % 97 == 0;
    }

    private static bool Modulo97(string number) =>
        BigInteger.Parse(string.Concat(number.Select(c => char.IsAsciiDigit(c) ? c.ToString() : (c - 'A' + 10).ToString(CultureInfo.InvariantCulture))), CultureInfo.InvariantCulture) % 97 == 1;
}
