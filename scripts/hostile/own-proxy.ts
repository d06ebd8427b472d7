import { TestProxy } from '../../server/proxy/testing/proxy.ts';
import { forward, snapshotOf } from '../../server/proxy/testing/snapshot.ts';
import type { Lane } from './observe.ts';
import { Recorder } from './recorder.ts';

/** Our proxy with some lanes, a port and a backend each. */
export async function ownLanes(
  address: string,
  firstPort: number,
  count: number,
): Promise<{ lanes: Lane[]; stop: () => Promise<void> }> {
  const lanes: Lane[] = [];
  for (let i = 0; i < count; i++)
    lanes.push({ host: address, port: firstPort + i, recorder: await Recorder.listen(address) });
  const snapshot = snapshotOf([], { address, port: firstPort });
  const [gateway] = snapshot.gateways;
  gateway!.ports = lanes.map(({ port, recorder }) => {
    const action = forward({ type: 'RoundRobin' }, [recorder.endpoint]);
    const one = snapshotOf([{ path: '/', action }], { address, port });
    const id = `lane ${port}`;
    snapshot.rules[id] = { ...Object.values(one.rules)[0]!, id };
    const [served] = one.gateways[0]!.ports;
    for (const { virtualHosts } of served!.listeners)
      for (const { candidates } of virtualHosts) for (const each of candidates) each.ruleId = id;
    return served!;
  });
  const proxy = await TestProxy.start();
  await proxy.console.serve(snapshot);
  const stop = async (): Promise<void> => {
    await proxy.stop();
    for (const { recorder } of lanes) recorder.close();
  };
  return { lanes, stop };
}
