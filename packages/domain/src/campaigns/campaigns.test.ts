import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { NINE_TO_FIVE } from '../calendar/index.ts';
import { findKpi } from '../kpi/index.ts';
import { MopsError } from '../shared/index.ts';
import { cloneCampaigns, shippedTemplates } from './clone.ts';
import {
  Audience,
  answersAsText,
  CAMPAIGN_STATES,
  CAMPAIGN_TYPES,
  CampaignRules,
  type CampaignState,
  CampaignTemplate,
  campaignHealth,
  campaignResults,
  carryAnswers,
  checkAnswers,
  checkRaci,
  EMPTY_BRIEF,
  fieldValue,
  findCycle,
  type GateFacts,
  gatesOf,
  missingInBrief,
  moveCampaign,
  movesFrom,
  moveTask,
  type PlannedTask,
  parseBrief,
  RequestForm,
  requestDue,
  shippedForms,
  taskFlags,
  windowsAround,
  writeCalendar,
} from './index.ts';

const RUNS = { numRuns: 1000 };
const RULES = CampaignRules.parse({});
const NOTHING: GateFacts = {
  dayFrom: null,
  dayTo: null,
  owner: null,
  brief: EMPTY_BRIEF,
  goal: null,
  budgetMicros: 0,
  links: 0,
  content: { assets: 0, approved: 0 },
  audience: Audience.parse({}),
  tasks: { open: 2, openByStart: 1 },
  reason: '',
  reviewed: false,
  today: 100,
};
const BRIEF = {
  fields: {
    objective: 'Leads',
    audience: 'Labs',
    message: 'Faster',
    kpis: [{ kpi: 'acq.leads', value: 200 }],
    topic: 'Lasers',
    webinarDay: '2026-03-03',
    speakers: ['Ada'],
  },
  alsoAsked: [],
};
const READY: GateFacts = {
  ...NOTHING,
  dayFrom: 10,
  dayTo: 40,
  owner: 'us_1',
  brief: BRIEF,
  goal: 'go_1',
  budgetMicros: 5,
  links: 1,
  content: { assets: 1, approved: 1 },
  audience: Audience.parse({ size: 4812, removedByConsent: 311, basis: 'consent' }),
  tasks: { open: 0, openByStart: 0 },
  reviewed: true,
};
const COURSE = CAMPAIGN_STATES.filter((state) => state !== 'paused');

describe('the states of a campaign', () => {
  it('are walked from idea to reviewed when every gate is met', () => {
    for (const [at, to] of COURSE.slice(1).entries()) {
      const from = COURSE[at] as CampaignState;
      expect(moveCampaign({ type: 'webinar', from, to }, READY, RULES).state).toBe(to);
    }
  });

  it('name the gate that is not met', () => {
    const refused = (from: CampaignState, to: CampaignState, more: Partial<GateFacts> = {}) => {
      try {
        moveCampaign({ type: 'webinar', from, to }, { ...READY, ...more }, RULES);
      } catch (error) {
        const detail = (error as MopsError).detail as { gates?: { id: string }[] };
        return detail.gates?.map(({ id }) => id);
      }
      return [];
    };
    expect(refused('idea', 'planned', { dayFrom: null })).toEqual(['dates']);
    expect(refused('planned', 'briefed', { brief: EMPTY_BRIEF, owner: null })).toEqual([
      'owner',
      'brief',
    ]);
    expect(
      refused('in_review', 'approved', { budgetMicros: 0, content: { assets: 2, approved: 1 } }),
    ).toEqual(['budget', 'content']);
    expect(
      refused('approved', 'live', { links: 0, audience: Audience.parse({ size: 10 }) }),
    ).toEqual(['links', 'audience']);
    expect(refused('planned', 'ended')).toEqual(['reason']);
    expect(refused('ended', 'reviewed', { reviewed: false })).toEqual(['review']);
    const step = { type: 'webinar', from: 'in_review', to: 'approved' } as const;
    const warned = moveCampaign(step, { ...READY, goal: null, content: null }, RULES);
    expect(warned.warnings.map(({ code }) => code)).toEqual(['gate_goal', 'gate_content']);
    const blocking = { ...RULES, goal: 'block' as const };
    expect(() => moveCampaign(step, { ...READY, goal: null }, blocking)).toThrow(
      'Goal linked: It serves no goal.',
    );
    expect(gatesOf(step, READY, { ...RULES, budget: 'off' }).map(({ id }) => id)).not.toContain(
      'budget',
    );
  });

  it('are never illegal, whatever is asked', () => {
    const fact = fc.record({
      ready: fc.boolean(),
      steps: fc.array(fc.constantFrom(...CAMPAIGN_STATES), { maxLength: 30 }),
      type: fc.constantFrom(...CAMPAIGN_TYPES),
      rule: fc.constantFrom('off' as const, 'warn' as const, 'block' as const),
    });
    fc.assert(
      fc.property(fact, ({ ready, steps, type, rule }) => {
        const rules = {
          ...RULES,
          goal: rule,
          budget: rule,
          links: rule,
          content: rule,
          tasks: rule,
        };
        const facts = ready ? { ...READY, brief: EMPTY_BRIEF, reason: 'x' } : NOTHING;
        let state: CampaignState = 'idea';
        const seen: CampaignState[] = [state];
        for (const to of steps) {
          try {
            const before = state;
            state = moveCampaign({ type, from: state, to }, facts, rules).state;
            expect(movesFrom(before)).toContain(state);
            seen.push(state);
          } catch (error) {
            expect(error).toBeInstanceOf(MopsError);
          }
        }
        // Nothing is live that was not approved, nothing is approved without its brief.
        if (seen.includes('live')) expect(seen).toContain('approved');
        if (type !== 'other' || !ready) expect(seen).not.toContain('briefed');
        if (!ready) expect(seen).toEqual(['idea']);
      }),
      RUNS,
    );
  });
});

describe('briefs', () => {
  it.each(CAMPAIGN_TYPES)('of %s: the schema and the gate ask for the same', (type) => {
    expect(missingInBrief(type, EMPTY_BRIEF).length).toBeGreaterThanOrEqual(4);
    expect(() => parseBrief(type, EMPTY_BRIEF, 'complete')).toThrow(MopsError);
    expect(parseBrief(type, {}, 'draft')).toEqual(EMPTY_BRIEF);
  });

  it('are refused with the label of the field', () => {
    const fields = { ...BRIEF.fields, webinarDay: '2026-02-30' };
    expect(() => parseBrief('webinar', { fields }, 'draft')).toThrow('Day: A date looks like');
    expect(() => parseBrief('email', { fields: { venue: 'Oslo' } }, 'draft')).toThrow(MopsError);
    expect(parseBrief('webinar', BRIEF, 'complete')).toEqual(BRIEF);
    const list = { ...BRIEF.fields, speakers: [] };
    expect(() => parseBrief('webinar', { fields: list }, 'complete')).toThrow('Speakers');
  });

  it('take answers only where they fit', () => {
    expect(fieldValue('number', '12.5')).toBe(12.5);
    expect(fieldValue('number', '')).toBeNull();
    expect(fieldValue('url', 'http://a.b')).toBeNull();
    expect(fieldValue('day', 'Monday')).toBeNull();
    expect(fieldValue('targets', 'x')).toBeNull();
  });
});

describe('tasks that wait for each other', () => {
  const task = (id: string, starts: number | null, due: number | null): PlannedTask => {
    return { id, title: id, starts, due, status: 'open' };
  };

  it('move together, and warn behind the end', () => {
    const tasks = [task('a', 1, 5), task('b', 6, 8), task('c', null, 9), task('d', null, null)];
    const links = [
      { task: 'b', after: 'a' },
      { task: 'c', after: 'b' },
      { task: 'd', after: 'c' },
    ];
    const { moved, warnings } = moveTask({ tasks, links }, { id: 'a', due: 7 }, 10);
    expect(moved).toEqual([
      { id: 'a', starts: 3, due: 7 },
      { id: 'b', starts: 8, due: 10 },
      { id: 'c', starts: null, due: 11 },
    ]);
    expect(warnings.map(({ field }) => field)).toEqual(['c']);
    expect(moveTask({ tasks, links }, { id: 'a', due: 3 }, 10).moved).toHaveLength(1);
    expect(() =>
      moveTask({ tasks, links: [...links, { task: 'a', after: 'c' }] }, { id: 'a', due: 3 }, null),
    ).toThrow('wait for each other');
    expect(() => moveTask({ tasks, links }, { id: 'x', due: 3 }, null)).toThrow('no such task');
    expect(() => moveTask({ tasks, links }, { id: 'a', due: Number.NaN }, null)).toThrow('no day');
  });

  it('say what is late and what holds them up', () => {
    const tasks = [
      task('a', null, 5),
      task('b', null, 20),
      { ...task('c', null, 1), status: 'done' as const },
    ];
    const links = [
      { task: 'b', after: 'a' },
      { task: 'b', after: 'c' },
    ];
    const flags = taskFlags(tasks, links, 10);
    expect(flags.get('a')).toEqual({ late: true, blockedBy: [] });
    expect(flags.get('b')).toEqual({ late: false, blockedBy: ['a'] });
    expect(flags.get('c')).toEqual({ late: false, blockedBy: [] });
  });

  it('keep their order and length after any move', () => {
    const graph = fc.record({
      days: fc.array(
        fc.record({
          starts: fc.integer({ min: 0, max: 40 }),
          length: fc.integer({ min: 0, max: 9 }),
        }),
        {
          minLength: 1,
          maxLength: 9,
        },
      ),
      edges: fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 14 }),
      pick: fc.nat(8),
      by: fc.integer({ min: -20, max: 30 }),
    });
    fc.assert(
      fc.property(graph, ({ days, edges, pick, by }) => {
        const tasks = days.map(({ starts, length }, i) => task(`t${i}`, starts, starts + length));
        // Later waits for earlier: no circle.
        const links = edges
          .filter(([a, b]) => a < b && b < tasks.length)
          .map(([a, b]) => ({ task: `t${b}`, after: `t${a}` }));
        expect(findCycle(links)).toBeNull();
        const asked = tasks[pick % tasks.length] as PlannedTask;
        const { moved } = moveTask(
          { tasks, links },
          { id: asked.id, due: (asked.due ?? 0) + by },
          null,
        );
        const now = new Map(tasks.map((one) => [one.id, { ...one }]));
        for (const one of moved) Object.assign(now.get(one.id) as PlannedTask, one);
        for (const one of tasks) {
          const then = now.get(one.id) as PlannedTask;
          expect((then.due ?? 0) - (then.starts ?? 0)).toBe((one.due ?? 0) - (one.starts ?? 0));
          if (one.id !== asked.id) expect(then.due).toBeGreaterThanOrEqual(one.due ?? 0);
        }
        // Whoever waits for something that moved begins after it.
        for (const { task: id, after } of links)
          if (moved.some((one) => one.id === after))
            expect(now.get(id)?.starts).toBeGreaterThan(now.get(after)?.due as number);
      }),
      RUNS,
    );
  });

  it('find a circle wherever there is one', () => {
    const edge = fc.tuple(fc.nat(5), fc.nat(5)).map(([a, b]) => ({ task: `${a}`, after: `${b}` }));
    fc.assert(
      fc.property(fc.array(edge, { maxLength: 10 }), (links) => {
        const circle = findCycle(links);
        // Taking away what waits for nothing leaves the circles.
        let left = links;
        for (;;) {
          const waiting = new Set(left.map(({ task }) => task));
          const next = left.filter(({ after }) => waiting.has(after));
          if (next.length === left.length) break;
          left = next;
        }
        expect(circle !== null).toBe(left.length > 0);
        circle?.forEach((id, at) => {
          const after = circle[(at + 1) % circle.length];
          expect(links).toContainEqual({ task: id, after });
        });
      }),
      RUNS,
    );
  });
});

describe('health', () => {
  const FINE = {
    started: true,
    ended: false,
    goalPace: 1,
    budgetPace: 1,
    tracking: { coverage: 1, links: 2, needed: true },
    tasks: { open: 1, late: 0, blocked: 0 },
    sources: { all: 1, stale: [] },
  };
  it('is red with a reason and an action for each', () => {
    expect(campaignHealth(FINE).colour).toBe('green');
    const bad = campaignHealth({
      ...FINE,
      goalPace: 0.5,
      budgetPace: 1.4,
      tracking: { coverage: 0.8, links: 1, needed: true },
      tasks: { open: 3, late: 1, blocked: 1 },
      sources: { all: 2, stale: ['LinkedIn Ads'] },
    });
    expect(bad.lights.map(({ colour }) => colour)).toEqual(['red', 'red', 'red', 'red', 'red']);
    for (const light of bad.lights)
      expect(light.reason.length * (light.action?.length ?? 0)).toBeGreaterThan(0);
    expect(bad.lights[4]?.reason).toContain('LinkedIn Ads');
    expect(() => campaignHealth({ ...FINE, goalPace: Number.NaN })).toThrow('no pace');
  });
  it('without a target of its own it is lit by the goal that it works for', () => {
    const goal = { name: 'Pipeline', pace: 0.7 };
    const [light] = campaignHealth({ ...FINE, goalPace: null, goal }).lights;
    expect(light).toMatchObject({ colour: 'red', reason: 'Its goal “Pipeline” is at 70 %.' });
    const [own] = campaignHealth({ ...FINE, goalPace: 1, goal }).lights;
    expect(own?.colour).toBe('green');
    expect(own?.reason).toContain('Its goal “Pipeline” is at 70 %.');
    expect(() => campaignHealth({ ...FINE, goal: { ...goal, pace: Number.NaN } })).toThrow(
      'no pace',
    );
  });
  it('says nothing where there is nothing to say', () => {
    const none = campaignHealth({
      ...FINE,
      started: false,
      goalPace: null,
      budgetPace: null,
      tracking: { coverage: null, links: 0, needed: false },
      tasks: { open: 0, late: 0, blocked: 0 },
      sources: { all: 0, stale: [] },
    });
    expect(none.lights.map(({ colour }) => colour)).toEqual([
      'grey',
      'grey',
      'grey',
      'green',
      'grey',
    ]);
  });
});

describe('windows and reviews', () => {
  it('are as long on both sides, inside of the data, never overlapping', () => {
    const day = fc.integer({ min: 0, max: 400 });
    fc.assert(
      fc.property(day, day, day, (at, from, to) => {
        if (at <= from || at > to) {
          expect(() => windowsAround(at, { from, to })).toThrow(MopsError);
          return;
        }
        const { before, after, days } = windowsAround(at, { from, to });
        expect(before.to - before.from).toBe(after.to - after.from);
        expect([before.to + 1, after.from]).toEqual([at, at]);
        expect(before.from >= from && after.to <= to).toBe(true);
        expect(days < 7 || days % 7 === 0).toBe(true);
      }),
      RUNS,
    );
    expect(windowsAround(5, { from: 3, to: 9 }).warnings).toHaveLength(1);
  });
  it('set results beside targets, less being better where it is', () => {
    const { results, reached, known, warnings } = campaignResults(
      [
        { kpi: 'acq.leads', value: 200 },
        { kpi: 'paid.cpa', value: 50, direction: 'down' },
        { kpi: 'x', value: 1 },
      ],
      { 'acq.leads': 220, 'paid.cpa': 60 },
    );
    expect(results.map((one) => one.reached)).toEqual([true, false, null]);
    expect([reached, known, warnings.length]).toEqual([1, 2, 1]);
  });
});

describe('many campaigns of one template', () => {
  const naming = {
    template: '{region}_{product}_{yyyymm}',
    fields: { region: { kind: 'enum' as const, values: ['emea', 'apac'] } },
  };
  const template = shippedTemplates()[0] as CampaignTemplate;
  it('200 in one call have right and unique codes', () => {
    const orders = Array.from({ length: 200 }, (_, i) => ({
      name: `Webinar ${i}`,
      values: { region: i % 2 ? 'emea' : 'apac', product: `p${i}`, yyyymm: '202603' },
      dayFrom: 20_000 + i,
    }));
    const { clones } = cloneCampaigns(template, orders, { naming, taken: [] });
    expect(new Set(clones.map(({ code }) => code)).size).toBe(200);
    expect(clones[1]).toMatchObject({ code: 'emea_p1_202603', dayTo: 20_028 });
    expect(clones[1]?.tasks.find(({ key }) => key === 'hold')?.due).toBe(20_015);
  });
  it('all or nothing', () => {
    const order = { name: 'A', dayFrom: 1 };
    const by = { naming: null, taken: ['a'] };
    expect(() => cloneCampaigns(template, [order], by)).toThrow('“a” is taken');
    expect(() =>
      cloneCampaigns(
        template,
        [
          { ...order, name: 'B' },
          { ...order, name: 'b' },
        ],
        by,
      ),
    ).toThrow('“b” is taken');
    expect(() => cloneCampaigns(template, [{ name: 'C', dayFrom: 9, dayTo: 3 }], by)).toThrow(
      'before it begins',
    );
    expect(() => cloneCampaigns(template, [], by)).toThrow('0 campaigns');
    expect(() =>
      cloneCampaigns(template, [{ name: 'C', dayFrom: 9, code: 'emae_x_202601' }], {
        naming,
        taken: [],
      }),
    ).toThrow('none of emea');
    expect(() =>
      cloneCampaigns(template, [{ name: 'C', dayFrom: 9, values: { region: 'emea' } }], {
        naming,
        taken: [],
      }),
    ).toThrow('product is missing');
  });
  it('shipped templates are readable and without circles', () => {
    for (const one of shippedTemplates()) {
      CampaignTemplate.parse(one);
      const links = one.tasks.flatMap(({ key, after }) =>
        after.map((first) => ({ task: key, after: first })),
      );
      expect(findCycle(links)).toBeNull();
      const keys = one.tasks.map(({ key }) => key);
      for (const { after } of links) expect(keys).toContain(after);
    }
  });
});

describe('requests', () => {
  it('lose no answer', () => {
    const form = shippedForms()[2] as ReturnType<typeof shippedForms>[number];
    RequestForm.parse(form);
    const answers = fc.dictionary(
      fc.constantFrom(...form.fields.map(({ id }) => id)),
      fc.oneof(
        fc.string({ minLength: 1 }),
        fc.constantFrom('2026-03-01', '2026-02-01', '12', 'https://a.bc/d', 'x;y'),
      ),
      { maxKeys: 12 },
    );
    fc.assert(
      fc.property(answers, fc.constantFrom(...CAMPAIGN_TYPES), (given, type) => {
        const { plain, fields, alsoAsked } = carryAnswers(form, given, type);
        const kept = Object.keys(plain).length + Object.keys(fields).length + alsoAsked.length;
        expect(kept).toBe(Object.values(given).filter((answer) => answer.trim() !== '').length);
        const text = JSON.stringify([plain, fields, alsoAsked]);
        for (const answer of Object.values(given))
          for (const part of answer.split(/[;\n]/).map((one) => one.trim()))
            if (/^\d+(\.\d+)?$/.test(part)) expect(text).toContain(String(Number(part)));
            else expect(text).toContain(JSON.stringify(part).slice(1, -1));
        parseBrief(type, { fields, alsoAsked }, 'draft');
      }),
      RUNS,
    );
  });
  it.each(['+0', '0x10', '1e3', '-1', '1,000', ''])(
    'leave “%s” for people to read as an amount',
    (text) => {
      expect(fieldValue('number', text)).toBeNull();
    },
  );
  it('are refused where an answer is wrong, and due in hours of work', () => {
    const [form] = shippedForms() as [ReturnType<typeof shippedForms>[number]];
    const right = { dayFrom: '2026-03-01', objective: 'Leads', audience: 'Labs' };
    expect(() => checkAnswers(form, right)).not.toThrow();
    expect(() => checkAnswers(form, { ...right, objective: '' })).toThrow('Objective is missing');
    expect(() => checkAnswers(form, { ...right, dayFrom: 'soon' })).toThrow('no date');
    expect(() => checkAnswers(form, { ...right, colour: 'red' })).toThrow('no question');
    // G10: Friday 16:30 and four hours of work is Monday 12:30.
    expect(NINE_TO_FIVE.timeZone).toBe('UTC');
    expect(requestDue(Date.UTC(2026, 10, 20, 16, 30), 4, 'UTC')).toBe(
      Date.UTC(2026, 10, 23, 12, 30),
    );
    expect(answersAsText(form, right)).toContain('First day: 2026-03-01');
  });
});

describe('calendars', () => {
  const entry = {
    uid: 'ca_1@example.com',
    title: 'Spring',
    note: '',
    from: 20_000,
    to: 20_000,
    url: null,
    category: 'Campaign',
    changed: 0,
    sequence: 0,
    status: 'CONFIRMED' as const,
  };
  it('are written by RFC 5545: whole days, escapes, folds of at most 75 octets', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 120 });
    fc.assert(
      fc.property(text, text, (title, note) => {
        const calendar = writeCalendar({ name: title, entries: [{ ...entry, title, note }] });
        const lines = calendar.split('\r\n');
        for (const line of lines)
          expect(new TextEncoder().encode(line).length).toBeLessThanOrEqual(75);
        const unfolded = calendar.replaceAll('\r\n ', '');
        const [, summary = ''] = /SUMMARY:(.*)\r\n/.exec(unfolded) ?? [];
        const read = summary.replaceAll(/\\([\\;,nN])/g, (_, sign) =>
          /n/i.test(sign) ? '\n' : sign,
        );
        const breaks = /\r\n|[\r\u0085\u2028\u2029]/g;
        expect(read).toBe(title.replaceAll(breaks, '\n').replaceAll(/(?!\n)\p{Cc}/gu, ''));
      }),
      RUNS,
    );
    expect(writeCalendar({ name: 'x', entries: [entry] })).toContain(
      'DTSTART;VALUE=DATE:20241004\r\nDTEND;VALUE=DATE:20241005\r\n',
    );
    expect(() => writeCalendar({ name: 'x', entries: [entry, entry] })).toThrow('uid');
    expect(() => writeCalendar({ name: 'x', entries: [{ ...entry, to: 1 }] })).toThrow(
      'before it begins',
    );
  });
});

it('names no KPI that is not in the catalogue', async () => {
  const { TYPE_INFO, PROGRAM_AIMS } = await import('./index.ts');
  const { CATALOGUE } = await import('../catalogue/index.ts');
  for (const { kpis } of [...Object.values(TYPE_INFO), ...Object.values(PROGRAM_AIMS)])
    for (const id of kpis) expect(findKpi(CATALOGUE, id).id).toBe(id);
});

describe('who is what for a piece of work', () => {
  it('has exactly one accountable who is there; anything else is told', () => {
    const person = fc.constantFrom('ann', 'bob', 'gone');
    const people = fc.record({
      responsible: fc.uniqueArray(person),
      accountable: fc.uniqueArray(person),
      consulted: fc.uniqueArray(person),
      informed: fc.uniqueArray(person),
    });
    const members = new Set(['ann', 'bob']);
    fc.assert(
      fc.property(fc.array(people, { maxLength: 4 }), (all) => {
        const subjects = all.map((one, at) => ({ id: `t${at}`, name: `T${at}`, people: one }));
        const { issues } = checkRaci(subjects, members);
        for (const { id, people: own } of subjects) {
          const [first, ...more] = own.accountable;
          const sound = first !== undefined && more.length === 0 && members.has(first);
          const errors = issues.filter((one) => one.field === id && one.severity === 'error');
          expect(errors.length === 0).toBe(sound);
        }
      }),
      RUNS,
    );
  });
});
