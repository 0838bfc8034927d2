// What libphonenumber-js says about many numbers of all countries: one JSON line each. The choice of numbers is the same on every run.
import parsePhoneNumber, { getCountries, getCountryCallingCode, Metadata, ParseError, parsePhoneNumberWithError } from 'libphonenumber-js/max'
import { readFileSync } from 'node:fs'

const examples = JSON.parse(readFileSync(new URL('../../node_modules/libphonenumber-js/examples.mobile.json', import.meta.url)))
let state = 20261121
const random = (below) => {
  state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff
  return (state >>> 8) % below
}
const digits = (count) => Array.from({ length: count }, () => random(10)).join('')

const lines = []
const ask = (text, country) => {
  let answer
  try {
    const n = parsePhoneNumberWithError(text, { defaultCountry: country, extract: false })
    answer = {
      e164: n.number, country: n.country ?? null, valid: n.isValid(), possible: n.isPossible(), kind: n.getType() ?? null,
      national: n.formatNational(), international: n.formatInternational(),
    }
  } catch (e) {
    if (!(e instanceof ParseError)) throw e
    answer = { error: e.message }
  }
  lines.push(JSON.stringify({ text, in: country ?? null, ...answer }))
}

const countries = getCountries()
for (const country of countries) {
  const code = getCountryCallingCode(country)
  const metadata = new Metadata()
  metadata.selectNumberingPlan(country)
  const lengths = metadata.numberingPlan.possibleLengths()
  const numbers = examples[country] ? [examples[country]] : []
  for (const length of lengths) {
    for (let i = 0; i < 8; i++) numbers.push(String(1 + random(9)) + digits(length - 1))
    numbers.push('0' + digits(length - 1))
  }
  numbers.push(digits(Math.max(3, lengths[0] - 1)), digits(lengths[lengths.length - 1] + 1), digits(lengths[lengths.length - 1] + 2))
  // Near a number that exists, where the patterns differ.
  for (let i = 0; examples[country] && i < 12; i++) {
    const at = random(examples[country].length)
    numbers.push(examples[country].slice(0, at) + random(10) + examples[country].slice(at + 1))
  }
  const foreign = countries[random(countries.length)]
  for (const number of numbers) {
    ask('+' + code + number, country)
    ask('+' + code + number)
    ask(number, country)
    ask('0' + number, country)
    ask('8' + number, country)
    ask(code + number, country)
    ask('00' + code + number, country)
    ask('011' + code + number, 'US')
    ask('+' + code + ' (0)' + number.replace(/(..)(...)/, '$1-$2 '), foreign)
    const parsed = parsePhoneNumber('+' + code + number)
    if (parsed) ask(parsed.formatNational(), country)
  }
}
for (const code of ['800', '808', '870', '878', '881', '882', '883', '888', '979', '999', '210', '0']) {
  for (let i = 0; i < 20; i++) ask('+' + code + digits(4 + random(9)), i % 2 ? 'GB' : undefined)
}
process.stdout.write(lines.join('\n') + '\n')
