import type { Command } from '@nestjs/cqrs';
import type { AdoptPolicyVersion } from './adopt-policy-version.js';
import type { Force } from './clause.js';
import type { ClauseInput } from './clause-input.js';

/** Clauses of one part that bind the same people with the same force. */
const clauses = (binds: string, force: Force, texts: Readonly<Record<string, string>>): ClauseInput[] =>
  Object.entries(texts).map(([id, text]) => ({ id, parent: /[a-z]$/.test(id) ? id.slice(0, -1) : null, text, binds, force }));

/**
 * The policy that the demonstration city adopts: each obligation of Kalispell's Social Media Use
 * Policy in Casebook's own words, with the people it binds and its force. It is no copy of the
 * policy's text, which a city enters itself.
 */
export const resolution5716: Readonly<Omit<AdoptPolicyVersion, keyof Command<unknown>>> = {
  version: '5716',
  instrument: 'Resolution 5716',
  adoptedOn: '2015-04-20',
  effectiveFrom: '2015-04-20',
  note: 'Adopted by Council as an amendment to the Personnel Handbook. The clauses are summaries, not the text of the resolution.',
  clauses: [
    ...clauses('everyone', 'shall', {
      'VIO-1': 'A violation, or a perceived one, is reported to the Communications Manager, the City Manager or both.',
    }),
    ...clauses('Communications Manager and City Manager', 'shall', {
      'VIO-2': 'They take the action steps needed to mitigate a violation.',
    }),
    ...clauses('city', 'may', {
      'VIO-3': 'A violation is ground for discipline under section 40 of the Personnel Policy Handbook, among others.',
    }),

    ...clauses('departments', 'shall', { 'GEN-1': 'Social media use is routed through the Communications Manager.' }),
    ...clauses('Communications Manager and City Manager', 'shall', {
      'GEN-2':
        'A new site, and any administrative change to a site, is managed by the Communications Manager and approved by the City Manager.',
    }),
    ...clauses('City Manager', 'shall', { 'GEN-3': 'More pages and more administrators need the approval of the City Manager.' }),
    ...clauses('Communications Manager', 'shall', {
      'GEN-4': 'The Communications Manager keeps the list of approved sites, platforms and software applications.',
      'GEN-5':
        'The Communications Manager keeps the list of employees who submit content, and of administrators whom the City Manager approved.',
    }),
    ...clauses('IT Director', 'shall', { 'GEN-6': 'The IT Director is an additional administrator of every site.' }),

    ...clauses('Communications Manager and departments', 'shall', {
      'CON-1': 'The Communications Manager manages sites from day to day; departments submit content to them.',
    }),
    ...clauses('directors and designees', 'shall', {
      'CON-2':
        'Directors, or designees with the prior approval of the director, propose content with its pictures, videos and other material.',
    }),
    ...clauses('submitters of content', 'should', { 'CON-3': 'Content is succinct, timely, informative and fits the platform.' }),
    ...clauses('web editors', 'should', {
      'CON-4': 'Social media supplements conventional channels; content points to the city website where practical.',
    }),

    ...clauses('employees who submit content', 'shall', {
      'STD-1': 'Content respects the public.',
      'STD-2': 'Content represents city governance, its vision, mission and values.',
      'STD-3': 'Content carries no personal or political views.',
      'STD-4': 'Content is factual and accurate, and links to credible sources where appropriate.',
      'STD-5': 'An error is corrected quickly and publicly.',
      'STD-6': 'Those who post are honest about who they are.',
      'STD-7': 'Nothing is argumentative, defensive or inflammatory.',
      'STD-8': 'The rules of the venue are followed.',
      'STD-9': 'The Civility and Acceptable Use Policy is followed.',
      'STD-10': "The city's IT Use Policy is followed.",
      'STD-11': 'The law of privacy, trade secrets and confidentiality is followed.',
      'STD-12': 'Montana Code Annotated 45-6-311, on unlawful use of a computer, is followed.',
      'STD-13': 'Federal copyright law, and federal and Montana law of trademarks and service marks, are followed.',
    }),

    ...clauses('city', 'shall', {
      'COM-1':
        "The Civility and Acceptable Use Policy tells visitors of their rights and responsibilities and the city's; it is linked prominently on every city site.",
    }),
    ...clauses('Communications Manager, City Manager and City Attorney', 'shall', {
      'COM-2':
        "Only the Communications Manager, City Manager or City Attorney handles responses to the public's posts; the Communications Manager contacts staff first where more information is needed.",
    }),
    ...clauses('all other employees', 'shall not', {
      'COM-3': 'No other employee in the scope of duty responds to, or deletes, a post by the public, on a city site or any other.',
    }),
    ...clauses('employees', 'should', {
      'COM-4':
        'An employee who notices an inappropriate post contacts the Communications Manager at once or, if unavailable, the City Manager or City Attorney, who determines what to do.',
    }),

    ...clauses('visitors; employees through STD-9', 'states', {
      'CIV-1': 'A comment is a public record; there is no expectation of privacy.',
      'CIV-2': 'A comment relates to the posted topic; it is no service complaint.',
    }),
    ...clauses('city', 'shall not', {
      'CIV-3': 'Comments are monitored; the city never edits one. It may remove or restrict one, or the offending part.',
    }),
    ...clauses('visitors; employees through STD-9', 'states', { 'CIV-4': "The host's terms of service apply as well." }),
    ...clauses('city', 'may', {
      'CIV-5': 'A comment is removed, without notice to its author, on one of the grounds below.',
      'CIV-5a': 'Ground for removal: it campaigns for or against candidates or ballot issues.',
      'CIV-5b': 'Ground for removal: advertising or solicitation.',
      'CIV-5c': 'Ground for removal: profane, obscene, threatening or harassing language.',
      'CIV-5d': 'Ground for removal: personal attacks.',
      'CIV-5e': 'Ground for removal: discrimination against protected groups.',
      'CIV-5f': 'Ground for removal: sexual content or links to it.',
      'CIV-5g': 'Ground for removal: it violates protected privacy.',
      'CIV-5h': 'Ground for removal: it advocates illegal activity.',
      'CIV-5i': 'Ground for removal: it violates copyright or ownership.',
      'CIV-5j': 'Ground for removal: it compromises the safety or security of the public or of public systems.',
      'CIV-6': 'The civility part may be amended at any time. Questions on any of the policy go to the City Clerk.',
    }),

    ...clauses('city', 'shall', {
      'REC-1':
        'Everything posted on a city site, and any social-media content about city business wherever it stands, the subscriber list included, is a public record under Montana law and its retention schedule.',
      'REC-2':
        "Before a site goes live it has an archiving protocol or an approved archiving tool that keeps the original's integrity and follows the state retention schedule.",
    }),
    ...clauses('everyone', 'shall', { 'REC-3': 'A public-records request is forwarded to the City Clerk promptly.' }),

    ...clauses('employees who use social media officially', 'must', {
      'SEC-1':
        "Each user reads, understands and adheres to the host's terms, privacy terms above all; if they do not seem reasonable, the IT Department is asked before going on.",
      'SEC-2': 'Two-factor authentication is used on every site that offers it.',
      'SEC-3': '"Remember me" is never used.',
      'SEC-4': 'No password is saved by a browser.',
      'SEC-5': 'Users log out after use.',
      'SEC-6': 'No personal or private data is posted: social security, financial, health, confidential.',
      'SEC-7':
        'A vandalised channel is out of use at once and the IT Director is told; signs are unapproved posts and changed or missing graphics.',
    }),
    ...clauses('employees who use social media officially', 'should', {
      'SEC-8': 'Passwords differ from personal ones and from those of the city.',
      'SEC-9': 'No instant messaging is used inside social sites.',
    }),
  ],
};
