import { etags, etagsOf } from '../../kit/etags.js';

const edition = { audiences: ['hr', 'intake'], count: 7 };

describe('The ETag of an edition', () => {
  it('is a strong entity tag, the same for the same edition, and opens to its number', () => {
    const etag = etags.of('case-1', edition);
    expect(etag).toMatch(/^"[\w-]{48}"$/);
    expect(etags.of('case-1', { ...edition })).toBe(etag);
    expect(etags.open(etag, 'case-1', edition.audiences)).toBe(7);
  });

  it('is another one for each number, stream and audience, and none looks like the next', () => {
    const others = [
      etags.of('case-1', { ...edition, count: 8 }),
      etags.of('case-2', edition),
      etags.of('case-1', { ...edition, audiences: ['hr'] }),
      etagsOf(5).of('case-1', edition),
    ];
    expect(new Set([etags.of('case-1', edition), ...others]).size).toBe(5);
    for (const etag of others) expect(etag.slice(0, 12)).not.toBe(etags.of('case-1', edition).slice(0, 12));
  });

  it('opens for no other stream, audience or city, and in no altered form', () => {
    const etag = etags.of('case-1', edition);
    expect(etags.open(etag, 'case-2', edition.audiences)).toBeUndefined();
    expect(etags.open(etag, 'case-1', ['hr'])).toBeUndefined();
    expect(etagsOf(5).open(etag, 'case-1', edition.audiences)).toBeUndefined();
    for (let i = 1; i < etag.length - 1; i += 1) {
      const altered = `${etag.slice(0, i)}${etag[i] === 'A' ? 'B' : 'A'}${etag.slice(i + 1)}`;
      expect(etags.open(altered, 'case-1', edition.audiences)).toBeUndefined();
    }
    for (const made of ['"7"', '"x"', `${etag.slice(0, -5)}"`]) expect(etags.open(made, 'case-1', edition.audiences)).toBeUndefined();
  });
});
