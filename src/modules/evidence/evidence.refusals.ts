import { refusals } from '../../platform/refusals/refuse.js';

export const evidenceRefusals = refusals({
  'evidence.already-held': {
    fields: ['file'],
    status: 409,
    says: 'This case holds the same content already, as heldBy; nothing was stored twice.',
  },
  'evidence.empty': { fields: ['file'], status: 422, says: 'The file is empty.' },
  'evidence.type-not-taken': {
    fields: ['file'],
    status: 422,
    says: 'By its content the file is none of what is taken in: images, PDF, office documents, text, e-mail, audio, video, archives.',
  },
  'evidence.archive-unfit': {
    fields: ['file'],
    status: 422,
    says: 'This archive or document is damaged, holds archives itself, has too many entries, or expands to far more than it holds; fault says which.',
  },
  'evidence.type-lies': {
    fields: ['nameMayMislead'],
    status: 422,
    says: 'The name says another type than the content has; check the file, or send nameMayMislead=true and both are recorded.',
  },
  'evidence.name-does-not-mislead': {
    fields: ['nameMayMislead'],
    status: 422,
    says: 'The name fits the content: leave nameMayMislead out.',
  },
  'evidence.counsel-basis-missing': {
    fields: ['counselBasis'],
    status: 422,
    says: 'Contents of or credentials for an employee’s personal account are not taken in without counsel’s recorded basis.',
  },
  'evidence.counsel-alone': {
    fields: ['fromPersonalAccount'],
    status: 403,
    cites: 'VIO-3',
    says: 'What is from an employee’s personal account is taken in by the City Attorney, whose basis is recorded.',
  },
  'evidence.counsel-basis-misplaced': {
    fields: ['counselBasis'],
    status: 422,
    says: 'Counsel’s basis goes with what is from a personal account alone.',
  },
  'evidence.day-in-future': { fields: 'named', status: 422, says: 'This day has not come.' },
  'evidence.not-held': { status: 409, says: 'This item was withdrawn or superseded.' },
  'evidence.other-item-unfit': {
    fields: ['by'],
    status: 422,
    says: 'What supersedes an item is another one of the same case that is held.',
  },
  'evidence.no-file': { status: 409, says: 'This item is a thing: it has no content to download.' },
  'evidence.compelled-unmarked': {
    fields: ['by'],
    status: 422,
    cites: 'VIO-3',
    says: 'What takes the place of a compelled statement is made of it: take it in as one.',
  },
  'evidence.compelled-walled': {
    fields: ['audience'],
    status: 409,
    cites: 'VIO-3',
    says: 'This item holds a compelled statement: it goes neither to the police nor to a prosecutor.',
  },
  'evidence.no-such-proceeding': { fields: ['proceedingId'], status: 422, says: 'This case has no such proceeding.' },
  'evidence.subject-not-told': {
    fields: ['proceedingId'],
    status: 409,
    cites: 'VIO-3',
    says: 'Evidence is disclosed to a subject who was told of the allegations.',
  },
  'evidence.disclosed-already': { fields: ['proceedingId'], status: 409, says: 'This item was disclosed to this subject already.' },
  'evidence.withholding-unclear': {
    fields: 'named',
    status: 422,
    says: 'Say both what is withheld and why, or neither.',
  },
  'evidence.withheld-in-part': {
    status: 409,
    says: 'Part of this item is withheld, so its content is not given out; the item says what and why.',
  },
});
