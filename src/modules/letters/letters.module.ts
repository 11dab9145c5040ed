import { Module } from '@nestjs/common';
import { LetterMaker } from './letter-maker.js';
import { LettersController } from './letters.controller.js';
import { lettersDefinition } from './letters.definition.js';
import { PublicLettersController } from './public-letters.controller.js';

@Module({
  controllers: [LettersController, PublicLettersController],
  providers: [...lettersDefinition.commandHandlers, ...lettersDefinition.queryHandlers, LetterMaker],
})
export class LettersModule {}
