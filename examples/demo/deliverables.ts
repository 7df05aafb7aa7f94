/** What the demo's agents pretend to produce. Real agents would ask a model, run a tool, or ask a person. */
import type { ArtifactKind, AssertionResult, TaskPurposeKind } from '@muster/client/generated/operations';

export interface Deliverable {
  /** How long the work takes, milliseconds. */
  readonly workMs: number;
  readonly summary: string;
  readonly outcomes: readonly string[];
  readonly artifact?: { readonly name: string; readonly kind: ArtifactKind; readonly text: string };
  /** What the agent thinks of it, 1–5. */
  readonly selfScore: number;
  readonly tokens: number;
  /** The first attempt fails with this message. */
  readonly stumbles?: string;
}

const DELIVERABLES: Readonly<Record<string, Deliverable>> = {
  interviews: {
    workMs: 1_100,
    summary: 'Five founders, twenty minutes each. All of them keep plans in three places at once.',
    outcomes: ['5 interviews', 'the quote for the page'],
    artifact: {
      name: 'interviews.md',
      kind: 'RESEARCH',
      text: '“I want to see it move, not ask whether it does.”',
    },
    selfScore: 4.5,
    tokens: 28_400,
  },
  usage: {
    workMs: 800,
    summary: 'Most visits come in the morning; half of them leave before the second page.',
    outcomes: ['one number to move: 52 %'],
    selfScore: 4,
    tokens: 17_900,
  },
  competitors: {
    workMs: 900,
    summary: 'Two are cheaper, none shows progress live.',
    outcomes: ['a table of 3 × 8'],
    artifact: { name: 'comparison.md', kind: 'RESEARCH', text: '| | live | price |\n|---|---|---|' },
    selfScore: 4,
    tokens: 22_100,
  },
  sketch: {
    workMs: 1_000,
    summary: 'Three sketches; the second one keeps the promise above the fold.',
    outcomes: ['3 sketches, 1 chosen'],
    artifact: { name: 'sketch.svg', kind: 'ASSET', text: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
    selfScore: 4.5,
    tokens: 13_700,
  },
  brief: {
    workMs: 900,
    summary: 'One audience (small teams), one promise (see the work move), one price.',
    outcomes: ['a brief of one page'],
    artifact: { name: 'brief.md', kind: 'DELIVERABLE', text: '# The launch, on one page' },
    selfScore: 4,
    tokens: 11_200,
  },
  copy: {
    workMs: 1_000,
    summary: 'Headline, three proofs, one button.',
    outcomes: ['112 words'],
    artifact: { name: 'page.md', kind: 'DELIVERABLE', text: '# See the work move' },
    selfScore: 4.5,
    tokens: 12_900,
  },
  pricing: {
    workMs: 1_200,
    summary: 'One price, shown and charged from the same place.',
    outcomes: ['checkout works end to end', '14 tests'],
    artifact: { name: 'pricing.patch', kind: 'SCRIPT', text: '+export const MONTHLY_USD = 12;' },
    selfScore: 4.5,
    tokens: 36_800,
    stumbles: 'Checkout test failed: the price shown was not the price charged.',
  },
  page: {
    workMs: 1_500,
    summary: 'Static, 38 KB, works without scripts.',
    outcomes: ['landing page on staging'],
    artifact: {
      name: 'index.html',
      kind: 'DELIVERABLE',
      text: '<!doctype html><title>See the work move</title>',
    },
    selfScore: 4.5,
    tokens: 41_300,
  },
  guide: {
    workMs: 800,
    summary: 'From nothing to a first result in four commands.',
    outcomes: ['quick-start guide'],
    artifact: { name: 'quick-start.md', kind: 'DELIVERABLE', text: '# In four commands' },
    selfScore: 4.5,
    tokens: 10_600,
  },
  load: {
    workMs: 900,
    summary: '500 visitors a second, the slowest of a hundred answers after 140 ms.',
    outcomes: ['p99 140 ms'],
    selfScore: 5,
    tokens: 6_200,
  },
  announcement: {
    workMs: 700,
    summary: 'One paragraph for the press, one for friends.',
    outcomes: ['2 drafts'],
    selfScore: 4,
    tokens: 8_100,
  },
  rehearsal: {
    workMs: 800,
    summary: 'First visit to first invoice in 94 seconds. Nothing broke.',
    outcomes: ['rehearsed end to end'],
    selfScore: 4.5,
    tokens: 5_400,
  },
  release: {
    workMs: 600,
    summary: 'Live. The old page redirects.',
    outcomes: ['released'],
    selfScore: 5,
    tokens: 1_800,
  },
  post: {
    workMs: 500,
    summary: 'Published at nine, as planned.',
    outcomes: ['announcement is out'],
    selfScore: 4.5,
    tokens: 1_500,
  },
  signups: {
    workMs: 700,
    summary: '41 sign-ups within the first day, 9 of them paid.',
    outcomes: ['41 sign-ups', '9 customers'],
    selfScore: 4.5,
    tokens: 4_200,
  },
  lessons: {
    workMs: 600,
    summary: 'Test the checkout before the words; rehearse every time.',
    outcomes: ['2 lessons for the next launch'],
    selfScore: 4.5,
    tokens: 6_300,
  },
};

const ANY: Deliverable = {
  workMs: 500,
  summary: 'Done as asked.',
  outcomes: ['done'],
  selfScore: 4,
  tokens: 1_000,
};

/** Tasks that stand in no document, by what the contract asked for them for. */
const OF_PURPOSE: Readonly<Record<TaskPurposeKind, Deliverable>> = {
  VALIDATION: {
    workMs: 400,
    summary: 'Looked at everything, and said of each claim what was seen.',
    outcomes: ['every assertion reported'],
    selfScore: 4.5,
    tokens: 5_300,
  },
  REMEDIATION: {
    workMs: 600,
    summary: 'The page and the checkout read the price from one place now.',
    outcomes: ['one price'],
    selfScore: 4.5,
    tokens: 7_700,
  },
};

export function deliverableOf(taskKey: string, purpose?: TaskPurposeKind): Deliverable {
  return purpose === undefined ? (DELIVERABLES[taskKey] ?? ANY) : OF_PURPOSE[purpose];
}

export interface Finding {
  readonly status: AssertionResult;
  readonly evidence: string;
}

/** What the validator pretends to see: the price is wrong the first time. */
export function findingOf(assertion: string, round: number): Finding {
  if (assertion === 'VAL-PRICE-001' && round === 1) {
    return { status: 'FAILING', evidence: 'The page says $12 a month, the card is charged $10.' };
  }
  return { status: 'PASSING', evidence: SEEN[assertion] ?? 'Seen with my own eyes.' };
}

const SEEN: Readonly<Record<string, string>> = {
  'VAL-BRIEF-001': 'Small teams; see the work move.',
  'VAL-PAGE-001': 'Five strangers said it back in one sentence.',
  'VAL-PRICE-001': 'Twelve dollars on the page, twelve on the receipt.',
  'VAL-LOAD-001': 'The slowest of a hundred answers took 140 ms.',
};
