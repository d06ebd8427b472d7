'use client';

import { useMantineColorScheme } from '@mantine/core';
import '@mantine/spotlight/styles.css';
import { Spotlight, spotlight, type SpotlightActionData, type SpotlightActionGroupData } from '@mantine/spotlight';
import {
  IconAlertTriangle,
  IconCode,
  IconDownload,
  IconKeyboard,
  IconLogout2,
  IconMoon,
  IconPlus,
  IconSearch,
  IconSun,
  IconSunMoon,
  IconUpload,
} from '@tabler/icons-react';
import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';
import type { KubeObject } from '../../server/model/object.ts';
import { pageOf } from '../live/kinds.ts';
import { useConsoleState, useObjects, useRoutes } from '../live/queries.ts';
import { signOut } from '../live/session.ts';
import { navItems } from './nav.ts';
import { PALETTE_EVENT, PALETTE_INPUT } from './palette-event.ts';
import { chosenBefore, noteChosen } from './recent-choices.ts';
import { useNamespaceScope, withScope } from './scope.ts';
import { SHORTCUTS_EVENT } from './ShortcutsHelp.tsx';
import { setSingleKeys, useSingleKeys } from './single-keys.ts';
import { releaseKeys } from './held-keys.ts';

const SIZE = 18;
const RECENT = 'Recent';

/** Ctrl+K: pages, objects and commands behind one input. It is mounted when it is first asked for, and opens then. */
export function Palette() {
  const router = useRouter();
  const [namespace] = useNamespaceScope();
  const { setColorScheme } = useMantineColorScheme();
  const singleKeys = useSingleKeys();
  const [query, setQuery] = useState('');
  useEffect(() => {
    spotlight.open();
    window.addEventListener(PALETTE_EVENT, spotlight.open);
    return () => window.removeEventListener(PALETTE_EVENT, spotlight.open);
  }, []);
  const signedIn = useConsoleState().data?.tokenNeeded === true;
  const gateways = useObjects('Gateway').data;
  const routes = useRoutes().data;
  const policies = useObjects('BackendTrafficPolicy').data;
  const services = useObjects('Service').data;
  const others = [useObjects('GatewayClass').data, useObjects('ReferenceGrant').data, useObjects('EndpointSlice').data];
  const go = (href: string) => () => router.push(href);
  const command = (
    label: string,
    description: string,
    icon: typeof IconPlus,
    onClick: () => void,
  ): SpotlightActionData => {
    const Icon = icon;
    return { id: `command:${label}`, label, description, leftSection: <Icon size={SIZE} aria-hidden />, onClick };
  };
  const object = (item: KubeObject, Icon: typeof IconPlus): SpotlightActionData => {
    const key = { kind: item.kind, namespace: item.metadata.namespace ?? '', name: item.metadata.name ?? '' };
    return {
      id: `${key.kind}/${key.namespace}/${key.name}`,
      label: key.name,
      description: key.namespace === '' ? key.kind : `${key.kind}, ${key.namespace}`,
      keywords: [`${key.namespace}/${key.name}`, key.kind],
      leftSection: <Icon size={SIZE} aria-hidden />,
      onClick: go(pageOf(key)),
    };
  };
  const iconOf = (href: string) => navItems.find((item) => item.href === href)?.icon ?? IconCode;
  const groups: SpotlightActionGroupData[] = [
    {
      group: 'Go to',
      actions: [
        ...navItems
          .filter((item) => item.href !== '/import')
          .map((item): SpotlightActionData => ({
            id: `page:${item.href}`,
            label: item.label,
            leftSection: <item.icon size={SIZE} aria-hidden />,
            onClick: go(withScope(item.href, namespace)),
          })),
        {
          id: 'page:/import',
          label: 'Import',
          leftSection: <IconUpload size={SIZE} aria-hidden />,
          onClick: go('/import'),
        },
        {
          id: 'page:/export',
          label: 'Export',
          leftSection: <IconDownload size={SIZE} aria-hidden />,
          onClick: go('/export'),
        },
        {
          id: 'page:/findings',
          label: 'All findings by code',
          leftSection: <IconAlertTriangle size={SIZE} aria-hidden />,
          onClick: go('/findings'),
        },
        {
          id: 'page:/objects',
          label: 'Objects of all kinds',
          leftSection: <IconCode size={SIZE} aria-hidden />,
          onClick: go('/objects'),
        },
      ],
    },
    {
      group: 'Objects',
      actions: [
        ...(routes ?? []).map((item) => object(item, iconOf('/routes'))),
        ...(policies ?? []).map((item) => object(item, iconOf('/policies'))),
        ...(gateways ?? []).map((item) => object(item, iconOf('/gateways'))),
        ...(services ?? []).map((item) => object(item, iconOf('/backends'))),
        ...others.flatMap((list) => (list ?? []).map((item) => object(item, IconCode))),
      ],
    },
    {
      group: 'Commands',
      actions: [
        command('New route', 'Three questions, then the editor', IconPlus, go('/routes/new')),
        command('New gRPC route', 'GRPCRoute', IconPlus, go('/routes/new?kind=grpcroute')),
        command('New policy', 'BackendTrafficPolicy', IconPlus, go('/policies/new')),
        command('New gateway', 'Gateway', IconPlus, go('/gateways/new')),
        command('New backend', 'Address and port', IconPlus, go('/backends/new')),
        command('Use light colours', '', IconSun, () => setColorScheme('light')),
        command('Use dark colours', '', IconMoon, () => setColorScheme('dark')),
        command("Use the system's colours", '', IconSunMoon, () => setColorScheme('auto')),
        command(singleKeys ? 'Turn single keys off' : 'Turn single keys on', 'g, n, e, y, /, ?', IconKeyboard, () =>
          setSingleKeys(!singleKeys),
        ),
        command('Keyboard shortcuts', '', IconKeyboard, () => window.dispatchEvent(new Event(SHORTCUTS_EVENT))),
        ...(signedIn ? [command('Sign out', '', IconLogout2, () => void signOut())] : []),
      ],
    },
  ];
  const typed = query.trim();
  return (
    <Spotlight
      // a dialog needs a name
      attributes={{ content: { 'aria-label': 'Pages, objects and commands' } }}
      actions={typed.startsWith('>') ? groups.slice(2) : withRecent(groups)}
      query={query}
      onQueryChange={setQuery}
      filter={(query, actions) => orCreate(match(query.replace(/^>\s*/, ''), actions), groups)}
      shortcut="mod + K"
      limit={14}
      highlightQuery={false}
      scrollable
      maxHeight="min(60vh, 460px)"
      radius="lg"
      nothingFound={`Nothing is named ${typed}.`}
      searchProps={{
        leftSection: <IconSearch size={16} aria-hidden />,
        placeholder: 'Page, object or command',
        'aria-label': PALETTE_INPUT,
        onFocus: ({ currentTarget }) => releaseKeys(currentTarget),
      }}
    />
  );
}

/** What was chosen last comes first, and each choice is noted. */
function withRecent(groups: SpotlightActionGroupData[]): SpotlightActionGroupData[] {
  const all = groups.flatMap(({ actions }) => actions);
  const recent = chosenBefore().flatMap((id) => all.find((action) => action.id === id) ?? []);
  const noted = groups.map((group) => ({
    ...group,
    actions: group.actions.map((action) => ({ ...action, onClick: noting(action) })),
  }));
  if (recent.length === 0) return noted;
  return [
    {
      group: RECENT,
      actions: recent.map((action) => ({ ...action, id: `recent:${action.id}`, onClick: noting(action) })),
    },
    ...noted,
  ];
}

function noting(action: SpotlightActionData): NonNullable<SpotlightActionData['onClick']> {
  return (event) => {
    noteChosen(action.id);
    action.onClick?.(event);
  };
}

/** Where nothing is named so, something new may be. */
function orCreate(found: SpotlightActionGroupData[], groups: SpotlightActionGroupData[]): SpotlightActionGroupData[] {
  if (found.length > 0) return found;
  const create = groups.flatMap(({ actions }) => actions.filter(({ id }) => id.startsWith('command:New ')));
  return [{ group: 'Nothing has this name. Create', actions: create }];
}

// every word must occur; what starts with the words comes first
function match(query: string, actions: (SpotlightActionData | SpotlightActionGroupData)[]): SpotlightActionGroupData[] {
  const words = query.trim().toLowerCase().split(/\s+/).filter(Boolean);
  const groups = actions
    .filter((entry): entry is SpotlightActionGroupData => 'actions' in entry)
    // a search finds each once
    .filter(({ group }) => words.length === 0 || group !== RECENT);
  if (words.length === 0) return groups.map((group) => ({ ...group, actions: group.actions.slice(0, 8) }));
  const text = (action: SpotlightActionData) =>
    [action.label, action.description, ...(Array.isArray(action.keywords) ? action.keywords : [])]
      .join(' ')
      .toLowerCase();
  const starts = (action: SpotlightActionData) => (action.label?.toLowerCase().startsWith(words[0] ?? '') ? 0 : 1);
  return groups
    .map((group) => ({
      ...group,
      actions: group.actions
        .filter((action) => words.every((word) => text(action).includes(word)))
        .sort((a, b) => starts(a) - starts(b)),
    }))
    .filter((group) => group.actions.length > 0);
}
