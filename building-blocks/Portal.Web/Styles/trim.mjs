// Keeps of Tabler's stylesheet what keep.txt names: node trim.mjs <keep.txt> <tabler.css> <output.css>.
// The whole would be two thirds of what a first page may weigh.
import { readFileSync, writeFileSync } from 'node:fs';
import postcss from 'postcss';

const [list, input, output] = process.argv.slice(2);
const kept = readFileSync(list, 'utf8').split('\n').map(line => line.trim()).filter(line => line && !line.startsWith('#'))
    .map(name => name.endsWith('*') ? { start: name.slice(0, -1) } : { name });
const isKept = name => kept.some(k => k.name === name || (k.start !== undefined && name.startsWith(k.start)));

// A selector stays when every class it needs to match is kept; classes inside :not() are not needed.
const classesOf = selector => [...selector.replace(/:not\([^)]*\)/g, '').matchAll(/\.((?:\\.|[\w-])+)/g)].map(m => m[1].replace(/\\/g, ''));
const stays = selector => classesOf(selector).every(isKept);

const css = postcss.parse(readFileSync(input, 'utf8'));
css.walkComments(comment => { if (!comment.text.startsWith('!')) comment.remove(); });
css.walkRules(rule => {
    if (rule.parent.type === 'atrule' && rule.parent.name.endsWith('keyframes')) return;
    const selectors = rule.selectors.filter(stays);
    if (selectors.length === 0) rule.remove();
    else rule.selectors = selectors;
});

// What nothing refers to any more: animations, and variables.
const left = () => css.toString();
let text = left();
css.walkAtRules(/keyframes$/, rule => { if (!new RegExp(`animation(-name)?:[^;}]*\\b${rule.params}\\b`).test(text)) rule.remove(); });
for (let before = -1; before !== text.length;) {
    before = text.length;
    const used = new Set([...text.matchAll(/var\((--[\w-]+)/g)].map(m => m[1]));
    css.walkDecls(/^--/, decl => { if (!used.has(decl.prop)) decl.remove(); });
    text = left();
}
css.walkRules(rule => { if (rule.nodes.length === 0) rule.remove(); });
css.walkAtRules(rule => { if (rule.nodes?.length === 0) rule.remove(); });
writeFileSync(output, left());
