import type { Plugin } from 'vite';

type Trim = [file: string, find: RegExp, replace: string];

// Widgets are never rendered on a server, are compiled in runes mode, keep their state raw, await
// nothing in templates and have no error boundaries (they check
// what they show before), and listen in the capture phase: `onclickcapture`, never `onclick`. Attributes are only ever
// set as attributes, and each blocks go by index. The runtime's
// code for all that hangs on a few lines, which the bundler cannot know to be constant.
// Without keys rows only come and go at the end.
const RECONCILE = `$&
	for (const [key, { e }] of state.items) {
		if (key >= array.length) {
			destroy_effect(e);
		} else if (e.f & EFFECT_OFFSCREEN) {
			e.f ^= EFFECT_OFFSCREEN;
			move(e, null, anchor);
		}
	}
	return;`;

const TRIMS: Trim[] = [
  ['dom/hydration.js', /export let hydrating = false;/, 'export const hydrating = false;'],
  ['dom/hydration.js', /hydrating = value;/, ''],
  ['flags/index.js', /export let (\w+) = false;/g, 'export const $1 = false;'],
  ['flags/index.js', /^\t\w+_flag = (true|false);/gm, ''],
  ['elements/custom-element.js', /typeof HTMLElement === 'function'/, 'false'],
  ['client/proxy.js', /^export function proxy\(value\) \{/m, '$&\n\treturn value;'],
  ['blocks/boundary.js', /\tnew Boundary\(node, [^;]+;/, '\tchildren(node);'],
  [
    'reactivity/async.js',
    /^export function flatten\([^{]+\{/m,
    '$&\n\treturn fn(sync.map(derived));',
  ],
  ['reactivity/batch.js', /this\.#is_deferred\(\)/g, 'false'],
  ['reactivity/batch.js', /this\.#find_earlier_batch\(\)/g, 'null'],
  [
    'reactivity/batch.js',
    /^\t(#is_deferred|#is_skipped|#find_earlier_batch|#intersects|#merge)\([^{]+\{[\s\S]*?\n\t\}/gm,
    '\t$1() {}',
  ],
  [
    'reactivity/batch.js',
    /^\t(skip_effect|unskip_effect|increment|decrement|oncommit|ondiscard|settled|register_created_effect|transfer_reactions|deactivate)\([^{]*\{[\s\S]*?\n\t\}/gm,
    '',
  ],
  ['reactivity/batch.js', /[\w.]+\.is_fork\b(?! =)/g, 'false'],
  ['reactivity/sources.js', /\w+\.is_fork/g, 'false'],
  ['reactivity/deriveds.js', /\w+\?\.is_fork/g, 'false'],
  ['client/runtime.js', /\w+\?\.is_fork/g, 'false'],
  ['reactivity/effects.js', /current_batch\?\.register_created_effect\(effect\);/, ''],
  ['blocks/branches.js', /= should_defer_append\(\)/, '= false'],
  ['blocks/each.js', /= should_defer_append\(\)/, '= false'],
  ['blocks/each.js', /^function reconcile\([^{]+\{/m, RECONCILE],
  ['elements/attributes.js', /get_setters\(element\)\.has\(attribute\)/, 'false'],
  ['elements/attributes.js', /\[IS_(CUSTOM_ELEMENT|HTML)\]: [^,\n]+,?/g, ''],
  ['elements/attributes.js', /if \(attribute === 'loading'\) \{[^}]+\}/, ''],
  ['reactivity/batch.js', /effect\.b\?\.is_pending/, 'false'],
  ['client/error-handling.js', /while \(effect !== null\) \{[\s\S]+?\n\t\}\n/, ''],
  ['elements/events.js', /^export function handle_event_propagation\(event\) \{/m, '$&\n\treturn;'],
  [
    'client/render.js',
    /var registered_events = [\s\S]+?root_event_handles\.add\(event_handle\);/,
    '',
  ],
  [
    'client/render.js',
    /for \(var event_name of [\s\S]+?root_event_handles\.delete\(event_handle\);/,
    '',
  ],
  ['svelte/src/utils.js', /\.\.\.DOM_BOOLEAN_ATTRIBUTES,/, ''],
  // Widgets draw HTML and SVG, and each blocks that go by index have no keys that could stand twice.
  ['dom/template.js', /name === 'math' \? NAMESPACE_MATHML : ns/, 'ns'],
  [
    'dom/template.js',
    /\(flags & TEMPLATE_USE_MATHML\) !== 0\s+\? NAMESPACE_MATHML\s+: undefined/,
    'undefined',
  ],
  ['blocks/each.js', /e\.each_key_duplicate\('', '', ''\);/, ''],
  // Importing a node is right in every browser; cloning is only a little faster.
  [
    'dom/template.js',
    /use_import_node \|\| is_firefox \? (document\.importNode\(node, true\)) : [^;]+?true\)/g,
    '$1',
  ],
  ['dom/operations.js', /is_firefox = [^;]+;/, ''],
  // The names of errors are enough to look them up.
  ['client/errors.js', /https:\/\/svelte\.dev\/e\//g, ''],
  ['client/constants.js', /new \(class StaleReactionError[\s\S]+?\}\)\(\);/, 'new Error();'],
  ['client/constants.js', /!!globalThis\.document\?\.contentType &&[^;]+;/, 'false;'],
  ['dom/operations.js', /is \? document\.create\w+\([^:]+\{ is \}\) : /g, ''],
  ['dom/operations.js', /if \(key\.startsWith\('xlink:'\)\) \{[^}]+\}/, ''],
  // Ranges of widgets are gregorian days: no weeks of retail years, no time of day.
  ['calendar/units.ts', /hasWeekYears\(calendar\)/g, 'false'],
  ['calendar/units.ts', /calendar\.weekNames === 'iso' \? 1 : /, ''],
  ['calendar/zone.ts', /^ +(hour|minute|second|hourCycle): '\w+',\n/gm, ''],
  ['calendar/zone.ts', /, hour = 0, minute = 0, second = 0\]/, ']'],
  ['calendar/zone.ts', /second: hour \* 3600 \+ minute \* 60 \+ second/, 'second: 0'],
  ['calendar/zone.ts', /if \(!Number\.isFinite\(epochMs\)[^;]+;/, ''],
  ['calendar/zone.ts', /const hint = '[^']+'/, "const hint = ''"],
  ['calendar/zone.ts', /if \(timeZone === 'UTC'\) \{[^}]+\}[^}]*\}/, ''],
];

/** Leaves out of a bundle what no widget uses. A new Svelte that looks different fails the build. */
export function leanSvelte(): Plugin {
  return {
    name: 'lean-svelte',
    apply: 'build',
    enforce: 'pre',
    transform(code, id) {
      if (!/\/(svelte|domain)\/src\//.test(id)) return null;
      let lean = code;
      for (const [file, find, replace] of TRIMS) {
        if (!id.endsWith(file)) continue;
        if (lean.search(find) < 0) this.error(`${file} has no ${find} any more.`);
        lean = lean.replace(find, replace);
      }
      return lean === code ? null : { code: lean, map: null };
    },
  };
}
