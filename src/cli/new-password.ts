import { randomBytes } from 'node:crypto';

/** A generated password: 96 random bits. */
export const newPassword = (): string => randomBytes(12).toString('base64url');
