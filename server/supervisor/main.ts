import path from 'node:path';
import { patienceOf } from '../contract/watchdog.ts';
import { spaceOf } from '../store/disk.ts';
import { isAnyAddress } from './addresses.ts';
import { closeDataFolder } from './data-folder.ts';
import { Keeper } from './keeper.ts';
import { takeLock, type Lock } from './lock.ts';
import { isConsoleMessage } from './messages.ts';
import { ProcessLog } from './process-log.ts';
import { SettingsError } from './settings-error.ts';
import { compileCache, projectRoot, readSettings, type Settings } from './settings.ts';
import { tlsNotes } from './tls-files.ts';

const DRAIN_MS = 10_000;
const PARENT_CHECK_MS = 500;

// the terminal or npm may be gone before we are
process.stdout.on('error', () => {});
process.stderr.on('error', () => {});

function say(line: string): void {
  process.stdout.write(`switchyard: ${line}\n`);
}

function prepare(): { settings: Settings; lock: Lock } | null {
  let settings: Settings;
  // files of every process are for their owner alone
  process.umask(0o077);
  try {
    settings = readSettings(process.env);
    closeDataFolder(settings.data);
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    say(error.message);
    return null;
  }
  const taken = lockFolder(settings.data);
  if (taken === null) return null;
  if ('lock' in taken) return { settings, lock: taken.lock };
  const where = taken.holder.url === '' ? '' : ` at ${taken.holder.url}`;
  say(
    `Switchyard already runs with the data folder ${settings.data} (process ${taken.holder.pid})${where}. ` +
      'Stop it first, or give this one another folder with SWITCHYARD_DATA and another port with PORT.',
  );
  return null;
}

/** Takes the lock; null when the folder takes no file, which was said then. */
function lockFolder(data: string): ReturnType<typeof takeLock> | null {
  try {
    return takeLock(data, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOSPC')
      say(`Nothing can be written to the data folder ${data}. ${spaceOf(data)}: free some space, and start again.`);
    else
      say(
        `Nothing can be written to the data folder ${data} (SWITCHYARD_DATA): ${message}. Correct its rights, or give another folder.`,
      );
    return null;
  }
}

/** What is allowed and yet unlikely to be meant. */
function notes({ tls, host, allowedHosts }: Settings): string[] {
  return [
    ...(isAnyAddress(host) && allowedHosts.length === 0
      ? [
          'SWITCHYARD_ALLOWED_HOSTS is empty: requests from other machines are refused until it holds the names under which the console is reached.',
        ]
      : []),
    ...(tls === null ? [] : tlsNotes(tls, allowedHosts)),
  ];
}

function supervise(settings: Settings, lock: Lock): void {
  const environment: NodeJS.ProcessEnv = {
    NODE_COMPILE_CACHE: compileCache,
    ...process.env,
    NODE_ENV: settings.dev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    SWITCHYARD_DATA: settings.data,
    SWITCHYARD_WORKERS: settings.workers,
    SWITCHYARD_TRANSPORT: settings.transport,
    SWITCHYARD_ACCESS_LOG: settings.accessLog,
    SWITCHYARD_GATEWAY_POOL: settings.pool,
    SWITCHYARD_WATCHDOG: String(settings.watchdog),
  };
  // what only the console needs to know stays out of the others
  const { SWITCHYARD_TOKEN: _token, SWITCHYARD_TOKEN_FILE: _file, ...withoutToken } = environment;
  const script = (room: string): string => path.join(projectRoot, 'server', room, 'main.ts');
  const patience = patienceOf(settings.watchdog);
  let url: string | null = null;
  let proxyUp = false;
  let announced = false;
  let stopping = false;

  const announce = (): void => {
    if (announced || stopping || url === null || !proxyUp) return;
    announced = true;
    lock.setUrl(url);
    say(`ready at ${url}`);
    say('Ctrl+C stops everything.');
  };

  const proxy = new Keeper(
    {
      name: 'the proxy',
      script: script('proxy'),
      environment: withoutToken,
      log: new ProcessLog(settings.data, 'proxy'),
      socket: path.join(settings.data, 'proxy.sock'),
      farewell: { type: 'drain', deadlineMs: DRAIN_MS },
      deadlineMs: DRAIN_MS + 2_000,
      patience,
    },
    {
      say,
      up: (pid, adopted) => {
        say(adopted ? `found a running proxy (process ${pid}) and took it over` : `the proxy is up (process ${pid})`);
        proxyUp = true;
        announce();
      },
    },
  );
  const demo = new Keeper(
    {
      name: 'the demo backends',
      script: script('demo'),
      environment: withoutToken,
      log: new ProcessLog(settings.data, 'demo'),
      socket: path.join(settings.data, 'demo.sock'),
      deadlineMs: 3_000,
      patience,
    },
    { say, up: (pid) => say(`the demo backends are up (process ${pid})`) },
  );
  const onMessage = (message: unknown): void => {
    if (!isConsoleMessage(message) || stopping) return;
    if (message.type === 'demo') {
      if (message.wanted) demo.start();
      else void demo.stop();
    } else if (message.type === 'ready') {
      url = message.url;
      announce();
    } else if (message.type === 'failed') {
      say(message.reason);
      if (!announced) void stop(1);
    }
  };
  const consoleKeeper = new Keeper(
    { name: 'the console', script: script('console'), environment, deadlineMs: 6_000, patience },
    { say, message: onMessage },
  );

  async function stop(code: number): Promise<void> {
    if (stopping) {
      for (const keeper of [consoleKeeper, proxy, demo]) keeper.kill();
      return;
    }
    stopping = true;
    say('stopping ...');
    await consoleKeeper.stop();
    if (code === 0) {
      await proxy.stop();
      await demo.stop();
    } else {
      // a start that fails must not end the traffic that an earlier one has left running
      const left = await proxy.leave();
      await demo.leave();
      if (left !== null) say(`the proxy (process ${left}) goes on serving; the next start takes it over`);
    }
    lock.release();
    say('stopped.');
    process.exit(code);
  }

  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => void stop(0));
  // npm may be killed without passing the signal on; nobody could stop us then
  if (process.env.npm_lifecycle_event !== undefined) {
    const parent = process.ppid;
    setInterval(() => {
      if (process.ppid !== parent && !stopping) void stop(0);
    }, PARENT_CHECK_MS).unref();
  }

  say(`version ${settings.version}, data in ${settings.data}`);
  for (const note of notes(settings)) say(note);
  proxy.start();
  consoleKeeper.start();
}

const prepared = prepare();
if (prepared === null) process.exitCode = 1;
else supervise(prepared.settings, prepared.lock);
