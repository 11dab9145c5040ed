import { type ProposedPolicy, proposalOf } from '../../../src/cli/policy-import/propose.js';

/** A text without the indent of the spec that it stands in. */
export const text = (strings: TemplateStringsArray, ...values: string[]): string => {
  const lines = String.raw({ raw: strings.map((part) => part.replaceAll('\\f', '\f')) }, ...values)
    .split('\n')
    .slice(1);
  const indent = Math.min(...lines.filter((line) => line.trim() !== '').map((line) => line.replaceAll('\f', '').search(/\S/)));
  return lines.map((line) => (line.startsWith('\f') ? `\f${line.slice(indent + 1)}` : line.slice(indent))).join('\n');
};

/** Each clause as `ID number | heading | text`. */
export const clausesOf = ({ clauses }: ProposedPolicy): string[] =>
  clauses.map(({ id, number, heading, text }) =>
    [id + (number ? ` ${number}` : ''), ...(heading ? [`[${heading}]`] : []), ...(text ? [text] : [])].join(' '),
  );

export const read = (given: string): string[] => clausesOf(proposalOf(given));
export const notesOf = (given: string, kind: 'unsure' | 'left-out' = 'unsure'): string[] =>
  proposalOf(given)
    .notes.filter((note) => note.kind === kind)
    .map(({ line, says }) => `${line}: ${says}`);
