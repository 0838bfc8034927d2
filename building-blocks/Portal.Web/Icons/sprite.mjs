// Makes one SVG sprite of the named Tabler icons: node sprite.mjs <list> <icons folder> <output>.
// A page shows one with <svg class="icon"><use href="/…/lib/icons.svg#phone"/></svg>.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const [list, folder, output] = process.argv.slice(2);
const names = readFileSync(list, 'utf8').split('\n').map(line => line.trim()).filter(line => line && !line.startsWith('#'));

const missing = [];
const symbols = [...new Set(names)].sort().map(name => {
    // "star-filled" is the set's own spelling of a filled icon; all others are outlines.
    const filled = name.endsWith('-filled');
    const file = filled ? `${folder}/filled/${name.slice(0, -'-filled'.length)}.svg` : `${folder}/outline/${name}.svg`;
    if (!existsSync(file)) {
        missing.push(name);
        return '';
    }
    const shapes = readFileSync(file, 'utf8')
        .replace(/^[\s\S]*?<svg[^>]*>/, '').replace(/<\/svg>\s*$/, '')
        // Every outline starts with an invisible square that only design tools need.
        .replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/, '')
        .replace(/\s*\n\s*/g, '');
    const paint = filled
        ? 'fill="currentColor"'
        : 'fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"';
    return `<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${shapes}</symbol>`;
});

if (missing.length > 0) {
    console.error(`${list}: error : no such Tabler icon: ${missing.join(', ')}`);
    process.exit(1);
}
writeFileSync(output, `<svg xmlns="http://www.w3.org/2000/svg">\n${symbols.join('\n')}\n</svg>\n`);
