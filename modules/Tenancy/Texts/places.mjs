// What countries and currencies are called in each language the module is translated into, as ICU knows them.
import fs from 'node:fs';
import path from 'node:path';

const [, , texts, into] = process.argv;
fs.mkdirSync(into, { recursive: true });
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
const regions = letters.flatMap(a => letters.map(b => a + b));

for (const file of fs.readdirSync(texts).filter(f => /^[a-z]{2}\.json$/.test(f))) {
  const language = file.slice(0, 2);
  const country = new Intl.DisplayNames([language], { type: 'region', fallback: 'none' });
  const currency = new Intl.DisplayNames([language], { type: 'currency', fallback: 'none' });
  const names = {};
  for (const code of regions) if (country.of(code)) names[`country ${code}`] = country.of(code);
  for (const code of Intl.supportedValuesOf('currency')) if (currency.of(code)) names[`currency ${code}`] = currency.of(code);
  const written = path.join(into, `places.${language}.json`);
  const json = JSON.stringify(names);
  if (!fs.existsSync(written) || fs.readFileSync(written, 'utf8') !== json) fs.writeFileSync(written, json);
}
