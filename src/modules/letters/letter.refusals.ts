import { refusals } from '../../platform/refusals/refuse.js';

export const letterRefusals = refusals({
  'letter.template-backdated': {
    fields: ['effectiveFrom'],
    status: 422,
    says: 'A template takes effect today or later: letters were issued by the one before.',
  },
  'letter.unknown-placeholder': {
    fields: ['body'],
    status: 422,
    says: 'The template names placeholders that this kind of letter does not have.',
  },
  'letter.template-malformed': {
    fields: ['body'],
    status: 422,
    says: 'A template holds text and placeholders such as {{date}}; other braces mean nothing.',
  },
  'letter.title-missing': {
    fields: ['body'],
    status: 422,
    says: 'A template begins with its one title, a line such as "# Notice", without placeholders.',
  },
  'letter.out-of-step': { status: 409, says: 'Nothing in this matter, as it stands, calls for this letter.' },
  'letter.of-the-past': { fields: ['asOf'], status: 422, says: 'A letter is drawn up of now: leave out asOf.' },
  'letter.value-missing': { status: 409, says: 'The record holds no value for some of what the letter is to say.' },
  'letter.unprintable': { status: 422, says: 'The letter holds characters for which its typeface has no glyphs.' },
  'letter.moved-on': { status: 409, says: 'The matter moved on while the letter was made; look at it again.' },
  'letter.no-way-to-reach': { status: 409, says: 'Whoever sent this report can read no letter here.' },
  'letter.not-of-this-report': { fields: ['letterId'], status: 404, says: 'No such letter was issued for this report.' },
  'letter.scope-unclear': {
    fields: 'named',
    status: 422,
    says: 'Letters are listed for one case or for one proceeding: name one of the two.',
  },
});
