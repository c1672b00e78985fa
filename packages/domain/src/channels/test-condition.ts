import type { FoundSource, SourceKind } from './find-source.ts';
import type { Condition, Session } from './grouping.ts';

/** A session in lower case, nothing empty, and what the lists know of its source. */
export type Asked = Record<keyof Session, string> & {
  found: FoundSource | null;
  isAssistant: boolean;
};

/** Why a condition holds for a session, in words; null when it does not. */
export function testCondition(when: Condition, session: Asked): string | null {
  if ('all' in when) {
    const reasons: string[] = [];
    for (const part of when.all) {
      const reason = testCondition(part, session);
      if (reason === null) return null;
      if (reason !== '') reasons.push(reason);
    }
    return reasons.join(', ');
  }
  if ('any' in when) {
    for (const part of when.any) {
      const reason = testCondition(part, session);
      if (reason !== null) return reason;
    }
    return null;
  }
  if ('not' in when) return testCondition(when.not, session) === null ? '' : null;
  if ('sourceKind' in when) return testKind(when.sourceKind, session);
  const text = session[when.field];
  const says = `${when.field} “${text}”`;
  if ('is' in when) return when.is.includes(text) ? says : null;
  if ('matches' in when) {
    return regex(when.matches).test(text) ? `${says} ${when.says ?? 'matches'}` : null;
  }
  if ('contains' in when) {
    const part = when.contains.find((one) => text.includes(one));
    return part === undefined ? null : `${says} contains “${part}”`;
  }
  if ('startsWith' in when) {
    const part = when.startsWith.find((one) => text.startsWith(one));
    return part === undefined ? null : `${says} starts with “${part}”`;
  }
  const part = when.endsWith.find((one) => text.endsWith(one));
  return part === undefined ? null : `${says} ends with “${part}”`;
}

const WORDS: Readonly<Record<SourceKind, string>> = {
  search: 'a search engine',
  social: 'a social network',
  video: 'a video site',
  shopping: 'a shopping site',
  assistant: 'an AI assistant',
};

function testKind(kind: SourceKind, { source, found, isAssistant }: Asked): string | null {
  if (kind === 'assistant') return isAssistant ? `source “${source}” is ${WORDS[kind]}` : null;
  return found?.kind === kind ? `source “${source}” is ${WORDS[kind]} (${found.list})` : null;
}

const compiled = new Map<string, RegExp>();

/** Compiled once per pattern; groupings are few. */
function regex(pattern: string): RegExp {
  let found = compiled.get(pattern);
  if (!found) {
    found = new RegExp(pattern, 's');
    compiled.set(pattern, found);
  }
  return found;
}
