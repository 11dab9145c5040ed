import { Module } from '@nestjs/common';
import { LetterMaker } from './letter-maker.js';
import { LettersController } from './letters.controller.js';
import { lettersParts } from './letters.parts.js';
import { PublicLettersController } from './public-letters.controller.js';

@Module({
  controllers: [LettersController, PublicLettersController],
  providers: [...lettersParts.slices, ...lettersParts.reads, LetterMaker],
})
export class LettersModule {}
