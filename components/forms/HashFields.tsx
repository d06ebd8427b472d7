'use client';

import { SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import { problemsAt } from '../editor/problems.ts';
import { Mark } from '../share/Marks.tsx';
import { useForm } from './context.ts';
import { NumberField, Row, TextField } from './Field.tsx';
import css from './forms.module.css';
import { chooseHashType, HASH, hashTypes, nearestPrimes } from './load-balancer.ts';
import { AddButton, RemoveButton } from './Section.tsx';
import { asMap, asNumber, asText } from './shapes.ts';
import { TextList } from './TextList.tsx';

/** What ConsistentHash hashes, and the size of its table. */
export function HashFields() {
  const { document, patch, problems } = useForm();
  const tableId = useId();
  const type = asText(document.get([...HASH, 'type']));
  const size = asNumber(document.get([...HASH, 'tableSize']));
  const primes = size === undefined ? [] : nearestPrimes(size);
  return (
    <>
      <Row label="Hash by" problems={problemsAt(problems, HASH)}>
        <SegmentedControl
          aria-label="Hash by"
          className={css.segments ?? ''}
          value={type}
          onChange={(next) => patch(chooseHashType(document, next))}
          data={hashTypes
            .filter(({ value }) => value !== 'Header' || type === 'Header')
            .map(({ value, label }) => ({ value, label }))}
        />
      </Row>
      {type === 'Header' && <SingleHeader />}
      {type === 'Headers' && (
        <Row
          label="Headers"
          help="Their values together make the key; a request without them goes to a random endpoint."
        >
          <TextList path={[...HASH, 'headers']} noun="header" field="name" fresh="x-user-id" dropEmpty={false} />
        </Row>
      )}
      {type === 'QueryParams' && (
        <Row
          label="Parameters"
          help="Their first values together make the key; a request without them goes to a random endpoint."
        >
          <TextList path={[...HASH, 'queryParams']} noun="parameter" field="name" fresh="user" dropEmpty={false} />
        </Row>
      )}
      {type === 'Cookie' && <CookieFields />}
      <Row
        label="Table size"
        id={tableId}
        help={
          primes.length > 0 ? (
            <span className={css.fact}>
              <Mark state="warn" />
              <span>
                Not a prime, so the policy would not be accepted. Nearest:{' '}
                {primes.map((prime, i) => (
                  <span key={prime}>
                    {i > 0 && ', '}
                    <button
                      type="button"
                      className={css.link}
                      onClick={() => patch([{ op: 'set', path: [...HASH, 'tableSize'], value: prime }])}
                    >
                      {prime}
                    </button>
                  </span>
                ))}
              </span>
            </span>
          ) : (
            'A prime, at most 5000011. A larger table splits more evenly.'
          )
        }
      >
        <NumberField
          id={tableId}
          path={[...HASH, 'tableSize']}
          label="Table size"
          placeholder="65537 (default)"
          className={css.short}
        />
      </Row>
    </>
  );
}

function SingleHeader() {
  const { document, patch } = useForm();
  const id = useId();
  return (
    <Row
      label="Header"
      id={id}
      help={
        <>
          Envoy Gateway calls the type Header deprecated.{' '}
          <button type="button" className={css.link} onClick={() => patch(chooseHashType(document, 'Headers'))}>
            Change to Headers
          </button>
        </>
      }
    >
      <TextField id={id} path={[...HASH, 'header', 'name']} label="Header" mono keepEmpty />
    </Row>
  );
}

function CookieFields() {
  const { document, patch } = useForm();
  const [name, ttl] = [useId(), useId()];
  const path = [...HASH, 'cookie'];
  const attributes = Object.keys(asMap(document.get([...path, 'attributes'])));
  return (
    <>
      <Row label="Cookie" id={name}>
        <TextField id={name} path={[...path, 'name']} label="Cookie" mono keepEmpty />
      </Row>
      <Row
        label="Lifetime"
        id={ttl}
        help="With a lifetime the proxy makes the cookie where a request has none; 0s makes it last for the session."
      >
        <TextField
          id={ttl}
          path={[...path, 'ttl']}
          label="Lifetime"
          placeholder="No cookie is made"
          mono
          className={css.short}
        />
      </Row>
      <Row label="Attributes" help="Written behind the cookie that the proxy makes, for example SameSite and Strict.">
        <div className={css.list}>
          {attributes.map((attribute) => (
            <div className={css.listRow} key={attribute}>
              <code className={css.attribute}>{attribute}</code>
              <TextField
                path={[...path, 'attributes', attribute]}
                label={`Value of ${attribute}`}
                mono
                keepEmpty
                className={css.grow}
              />
              <RemoveButton
                label={`Remove ${attribute}`}
                onClick={() =>
                  patch([
                    {
                      op: 'remove',
                      path: attributes.length === 1 ? [...path, 'attributes'] : [...path, 'attributes', attribute],
                    },
                  ])
                }
              />
            </div>
          ))}
          <div className={css.buttons}>
            {(['SameSite', 'Path', 'Secure'] as const)
              .filter((attribute) => !attributes.includes(attribute))
              .map((attribute) => (
                <AddButton
                  key={attribute}
                  onClick={() =>
                    patch([{ op: 'set', path: [...path, 'attributes', attribute], value: ATTRIBUTE[attribute] }])
                  }
                >
                  {attribute}
                </AddButton>
              ))}
          </div>
        </div>
      </Row>
    </>
  );
}

const ATTRIBUTE = { SameSite: 'Strict', Path: '/', Secure: '' };
