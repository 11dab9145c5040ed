import { day, useCity } from '../kit/app.js';
const city = useCity();
it('x', async () => {
  const t = (l: string, s: number) => console.log(l, performance.now() - s);
  await city.as('HR').sees('/api/me');
  let s = performance.now();
  const real = city.casebook.close.bind(city.casebook);
  city.casebook.close = async () => { t('before close', s); const q = performance.now(); await real(); t('casebook close', q); };
  await city.restart(() => { t('closed', s); s = performance.now(); });
  t('opened', s); s = performance.now();
  await city.pass(4 * day);
  t('pass', s);
});
