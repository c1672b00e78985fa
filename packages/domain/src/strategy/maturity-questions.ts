/** What a maturity check looks at. */
export const MATURITY_AREAS = {
  people: 'People',
  process: 'Process',
  technology: 'Technology',
  data: 'Data',
} as const;
export type MaturityArea = keyof typeof MATURITY_AREAS;

/** The five levels, the lowest first. */
export const MATURITY_LEVELS = [
  'By chance',
  'Repeated',
  'Agreed',
  'Measured',
  'Improving',
] as const;

export type MaturityQuestion = {
  id: string;
  area: MaturityArea;
  question: string;
  /** What is true at each level, the lowest first. */
  levels: readonly [string, string, string, string, string];
};

export type Questionnaire = { version: number; questions: readonly MaturityQuestion[] };

const QUESTIONS_1: readonly MaturityQuestion[] = [
  {
    id: 'people.ownership',
    area: 'people',
    question: 'Who answers for marketing operations?',
    levels: [
      'Whoever has time that day.',
      'One person, beside another job.',
      'One person whose role says so.',
      'A role with goals of its own, looked at every quarter.',
      'A role that grows or shrinks with the work that is measured.',
    ],
  },
  {
    id: 'people.skills',
    area: 'people',
    question: 'What happens when the person who knows how is away?',
    levels: [
      'It waits.',
      'Somebody tries with the notes that are there.',
      'A deputy does it by a written guide.',
      'Deputies do it from time to time, and it is written down how that went.',
      'Every task has two people, and guides are renewed after each handover.',
    ],
  },
  {
    id: 'people.alignment',
    area: 'people',
    question: 'How do marketing, sales and finance agree on numbers?',
    levels: [
      'Each has its own.',
      'They compare them before big meetings.',
      'They have agreed definitions, in writing.',
      'They read the same reports, and differences are followed up.',
      'They change definitions together, with a date and a reason.',
    ],
  },
  {
    id: 'people.onboarding',
    area: 'people',
    question: 'How does somebody new learn the work?',
    levels: [
      'By asking around.',
      'A colleague shows them.',
      'There is a list of what to learn and read.',
      'It is known how long it takes until they work alone.',
      'What they stumble over makes the list better.',
    ],
  },
  {
    id: 'process.intake',
    area: 'process',
    question: 'How does a request reach the team?',
    levels: [
      'By chat, mail or in the corridor.',
      'To one address, sorted by hand.',
      'By a form that asks for what is needed.',
      'By a form, with a promised time that is measured.',
      'Forms and promised times are changed by what the numbers show.',
    ],
  },
  {
    id: 'process.approval',
    area: 'process',
    question: 'How does content get its approval?',
    levels: [
      'Nobody asks, or everybody does.',
      'Somebody is asked, mostly.',
      'A route says who approves what.',
      'How long approvals take is known, and late ones are seen.',
      'Routes get shorter where nothing was ever found.',
    ],
  },
  {
    id: 'process.launch',
    area: 'process',
    question: 'What happens before a campaign goes live?',
    levels: [
      'It goes live.',
      'Somebody looks it over.',
      'A checklist is worked through.',
      'What goes wrong after a launch is counted.',
      'Each fault after a launch adds a check or takes one away.',
    ],
  },
  {
    id: 'process.review',
    area: 'process',
    question: 'What happens after a campaign has ended?',
    levels: [
      'The next one.',
      'Results are shown once.',
      'Results and what was learnt are written down.',
      'They are compared with the plan, with reasons.',
      'The next plan names what it took from the last.',
    ],
  },
  {
    id: 'technology.inventory',
    area: 'technology',
    question: 'Who knows which tools there are and what they cost?',
    levels: [
      'Nobody.',
      'Finance, from the invoices.',
      'A list with owner, price and renewal.',
      'How much each is used is known.',
      'Tools come and go by use and price, on a set day.',
    ],
  },
  {
    id: 'technology.connection',
    area: 'technology',
    question: 'How does data get from one tool to another?',
    levels: [
      'By copy and paste.',
      'By files, when somebody thinks of it.',
      'By connections that run by themselves.',
      'A connection that fails or goes silent is noticed the same day.',
      'Connections are tested before a tool changes.',
    ],
  },
  {
    id: 'technology.access',
    area: 'technology',
    question: 'Who may do what in the tools?',
    levels: [
      'People share a login.',
      'Everybody has a login, most may do everything.',
      'Rights follow roles.',
      'Rights are gone through on set days.',
      'Who joins or leaves has the right rights the same day.',
    ],
  },
  {
    id: 'technology.automation',
    area: 'technology',
    question: 'What is done without anybody’s hands?',
    levels: [
      'Nothing.',
      'A few things, each built by one person.',
      'What repeats often, with a description.',
      'The hours that it saves are known.',
      'The next thing to be automated is chosen by hours saved.',
    ],
  },
  {
    id: 'data.definitions',
    area: 'data',
    question: 'What does a number in a report mean?',
    levels: [
      'Ask whoever made the report.',
      'It is said in some reports.',
      'Every KPI has one written definition.',
      'Every report links to it, and changes have a version.',
      'Definitions nobody uses are retired.',
    ],
  },
  {
    id: 'data.quality',
    area: 'data',
    question: 'How are mistakes in the data found?',
    levels: [
      'Somebody wonders about a chart.',
      'Somebody looks before big reports.',
      'Rules look at set times.',
      'Open mistakes and how long they stay are counted.',
      'The source of a mistake is mended, not only the number.',
    ],
  },
  {
    id: 'data.tracking',
    area: 'data',
    question: 'How is it known where a visit or lead came from?',
    levels: [
      'It mostly is not.',
      'Links are tagged by whoever makes them.',
      'One grammar for names and links.',
      'The share of spend with a tracked link is known.',
      'Links that break the grammar cannot be made.',
    ],
  },
  {
    id: 'data.consent',
    area: 'data',
    question: 'How is it known whom one may write to?',
    levels: [
      'One hopes.',
      'Each tool has its own list.',
      'One list, with date and source of each consent.',
      'Every send is checked against it, and refusals are counted.',
      'Preferences are asked for again before they are old.',
    ],
  },
];

/** Every questionnaire there was; an old check is scored by its own. */
export const QUESTIONNAIRES: readonly Questionnaire[] = [{ version: 1, questions: QUESTIONS_1 }];
