import { randomBytes } from 'node:crypto';

/** A password that nobody has to think up: 96 random bits. */
export const newPassword = (): string => randomBytes(12).toString('base64url');
