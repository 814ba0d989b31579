import { httpUrl, port, postgresUrl, readSettings, SettingsError } from '../src/settings.ts';

const schema = { PORT: port, DATABASE_URL: postgresUrl, NEIGHBOUR_URL: httpUrl };

test('settings are read as what they mean', () => {
  const env = {
    PORT: '8080',
    DATABASE_URL: 'postgres://me:secret@localhost/x',
    NEIGHBOUR_URL: 'http://localhost:1/base',
  };

  expect(readSettings({ ...env, OTHER: '1' }, schema)).toEqual({ ...env, PORT: 8080 });
});

test('all settings at fault are named at once, and no value is shown', () => {
  const env = { PORT: '0', DATABASE_URL: 'mysql://me:secret@localhost/x' };
  const read = () => readSettings(env, schema);

  expect(read).toThrow(SettingsError);
  expect(read).toThrow(/PORT is wrong.*DATABASE_URL is wrong.*NEIGHBOUR_URL is missing/);
  expect(read).not.toThrow(/secret/);
});

test.each(['', '0', '65536', '-1', '80.5', '0x50', ' 80', '1e3', 'abc'])('"%s" is no port', (PORT) => {
  expect(() => readSettings({ PORT }, { PORT: port })).toThrow(SettingsError);
});

test.each(['1', '65535'])('%s is a port', (PORT) => {
  expect(readSettings({ PORT }, { PORT: port })).toEqual({ PORT: Number(PORT) });
});
