import type { LetterKind, LetterTemplate } from './letter-kinds.js';

const closing = '{{signatoryName}}\n{{signatoryOffice}}';

const bodies: Readonly<Record<LetterKind, string>> = {
  notice: `# Notice of proposed discipline

{{date}}
Reference: {{caseRef}}

To {{subjectName}}:

The city proposes the following measure against you: {{rung}}. Nothing has been decided. This letter tells you why it is proposed and how you can answer before a decision is made.

## What was found

- {{clauses}}

## The evidence in summary

{{evidence}}

## Earlier discipline

{{earlierDiscipline}}

## How to respond

You may respond until the end of {{respondBy}}. Respond to {{respondTo}}, in writing or in person, as you choose. You may bring somebody to assist you. {{meeting}}

You may also say that you will not respond. If you do not answer by that day, the decision is made without your answer.

This notice was served on {{servedOn}} ({{service}}).

${closing}
`,
  'discipline-imposed': `# Decision on discipline

{{date}}
Reference: {{caseRef}}

To {{subjectName}}:

{{decidedBy}} has decided on the following measure: {{rung}}. It takes effect on {{effectiveOn}}.

## What it is for

- {{clauses}}

## Reasons

{{reasons}}

## How long it counts

{{countsUntil}}

## If you disagree

{{grievanceWindow}}

- {{grievanceSteps}}

${closing}
`,
  'no-action': `# Decision to take no action

{{date}}
Reference: {{caseRef}}

To {{subjectName}}:

{{decidedBy}} has decided that no measure follows from what was found.

## What was found

- {{clauses}}

## Reasons

{{reasons}}

${closing}
`,
  'not-sustained': `# Outcome of the investigation

{{date}}
Reference: {{caseRef}}

To {{subjectName}}:

The allegations that you were told of were not sustained. Nothing follows from them for you, and this matter is over.

## What the allegations cited

- {{clauses}}

${closing}
`,
  'grievance-answer': `# Answer to your grievance

{{date}}
Reference: {{caseRef}}

To {{subjectName}}:

Your grievance was decided on {{decidedOn}} at this step: {{step}}. The decision: {{decision}}.

## Reasons

{{reasons}}

## What stands now

{{stands}}

## How it can go on

{{goingOn}}

${closing}
`,
  expungement: `# Record expunged

{{date}}
Reference: {{caseRef}}

To {{subjectName}}:

On {{expungedOn}} the discipline recorded in this matter was taken out of your history. It counts for nothing from that day on.

It was ordered on {{orderedOn}} by {{orderedBy}}:

{{order}}

${closing}
`,
  acknowledgement: `# We have received your report

{{date}}

To {{reporterName}}:

Your report reached us on {{receivedOn}}, and we took it up on {{acknowledgedOn}}. Thank you for sending it.

{{following}}

Nobody may punish you for a report made in good faith. If you think that somebody does, tell us in the same way.

${closing}
`,
};

/** Casebook's own wording, in force until the city sets its own. */
export const defaultTemplate = (kind: LetterKind): LetterTemplate => ({
  kind,
  version: 0,
  effectiveFrom: '1970-01-01',
  instrument: 'Casebook',
  author: null,
  body: bodies[kind],
});
