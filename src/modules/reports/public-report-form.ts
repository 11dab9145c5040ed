import type { AssignableOffice } from '../directory/directory.public.js';
import { namedOffices } from './receive-public-report.js';

/** Information for a person who considers sending a report. */
export class IntakePage {
  how!: string[];
  anonymity!: string[];
  limits!: string[];
  danger!: string;
  /** Offices that a report may name as the office of the person it is about. */
  offices!: AssignableOffice[];
}

export const intakePage = (): IntakePage => ({
  how: [
    'Anyone may report a violation of the social media policy, or what looks like one: an employee, a resident, anyone else.',
    'You need no login and no name. If you give a name or a way to reach you, only those who take in reports can look it up, and each look is put on record.',
    'You get a code, once. With it you can read where your report stands and exchange messages with those who deal with it. Nobody can find the code again for you.',
    'If your report is about someone who takes in reports, say which office they hold: it then goes to others.',
  ],
  anonymity: [
    'No record ties an anonymous report to a network address or to a login, not even if you are signed in while you send it.',
    'What you write may still give you away: leave out what only you can know if you want to stay unknown. A city computer or network may keep records of its own; use your own device.',
    'What you write is stored encrypted and shown only to those who work on the case.',
  ],
  limits: [
    'Secrecy ends where the law ends it. Public-records law may oblige the city to release records, or parts of them. A court may order the city to hand over a report, or to say who sent it, and whoever is accused may have a right to know the evidence.',
    'Where the city knows who you are and means to disclose it, it tells you before it does, to whom and why.',
    'Nobody may be punished for a report made in good faith. If it happens, report that too, with your code or signed in.',
  ],
  danger: 'If someone is in danger now, call 911: nobody watches this page around the clock.',
  offices: [...namedOffices],
});
