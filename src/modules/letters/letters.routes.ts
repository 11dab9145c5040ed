import { LetterMaker } from './letter-maker.js';
import { LettersController } from './letters.controller.js';
import { PublicLettersController } from './public-letters.controller.js';

export const controllers = [LettersController, PublicLettersController];
export const providers = [LetterMaker];
