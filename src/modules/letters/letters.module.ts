import { Module } from '@nestjs/common';
import { LetterMaker } from './letter-maker.js';
import { LettersController } from './letters.controller.js';
import { lettersParts } from './letters.parts.js';

@Module({ controllers: [LettersController], providers: [...lettersParts.slices, ...lettersParts.reads, LetterMaker] })
export class LettersModule {}
