// The OpenAPI plugin imports @nestjs/swagger into every file that it looks at, whether the file
// uses it or not. The views' thread loads those files and serves no documentation: the unused
// import would cost each start a third of its time. Line numbers do not change, because the source
// maps refer to them.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const unused = 'import * as openapi from "@nestjs/swagger";';
for (const name of readdirSync('dist', { recursive: true })) {
  if (!name.endsWith('.js')) continue;
  const file = join('dist', name);
  const text = readFileSync(file, 'utf8');
  if (text.includes(unused) && !text.includes('openapi.')) writeFileSync(file, text.replace(unused, ''));
}
