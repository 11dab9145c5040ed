/** Names that some systems open as a device, whatever follows the dot. */
const reserved = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;
/** Longest name, in bytes of UTF-8. */
const longest = 200;

/**
 * A file's name without directories, control characters, direction marks, or characters that have a
 * meaning to some system; never empty.
 */
export function safeName(given: string): string {
  const [name = ''] = given.normalize('NFC').split(/[/\\]/).slice(-1);
  let safe = name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Co}]/gu, '')
    .replace(/[<>:"|?*%;]/g, '_')
    .replace(/\s+/g, ' ')
    .replace(/^[\s.]+|[\s.]+$/g, '');
  if (reserved.test(safe)) safe = `_${safe}`;
  if (Buffer.byteLength(safe) > longest) {
    const ending = /\.[A-Za-z0-9]{1,8}$/.exec(safe)?.[0] ?? '';
    let stem = safe.slice(0, safe.length - ending.length);
    while (Buffer.byteLength(stem) > longest - ending.length) stem = [...stem].slice(0, -1).join('');
    safe = stem.trimEnd() + ending;
  }
  return safe || 'unnamed';
}

/**
 * Content-Disposition of a download (RFC 6266): always an attachment, with the name once in ASCII
 * and once unchanged.
 */
export function attachment(name: string): string {
  const safe = safeName(name);
  const ascii = safe.replace(/[^\x20-\x7e]/g, '_').replace(/["\\]/g, '_');
  const encoded = encodeURIComponent(safe).replace(/['()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
  return `attachment; filename="${ascii}"; filename*=UTF-8''${encoded}`;
}
