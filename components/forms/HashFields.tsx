'use client';

import { SegmentedControl } from '@mantine/core';
import { useId } from 'react';
import { problemsAt } from '../editor/problems.ts';
import { Mark } from '../share/Marks.tsx';
import { useForm } from './context.ts';
import { NumberField, Row, TextField, useField } from './Field.tsx';
import css from './forms.module.css';
import { chooseHashType, HASH, nearestPrimes } from './load-balancer.ts';
import { AddButton, RemoveButton } from './Section.tsx';
import { asMap, asNumber, asText } from './shapes.ts';
import { TextList } from './TextList.tsx';

/** What ConsistentHash hashes, and the size of its table. */
export function HashFields() {
  const { document, patch, problems } = useForm();
  const tableId = useId();
  const type = asText(document.get([...HASH, 'type']));
  const size = asNumber(document.get([...HASH, 'tableSize']));
  const table = useField([...HASH, 'tableSize']);
  const primes = size === undefined ? [] : nearestPrimes(size, table ?? {});
  const types = useField([...HASH, 'type']);
  return (
    <>
      <Row path={[...HASH, 'type']} help={undefined} problems={problemsAt(problems, HASH)}>
        <SegmentedControl
          aria-label={types?.label}
          className={css.segments ?? ''}
          value={type}
          onChange={(next) => patch(chooseHashType(document, next))}
          data={(types?.options ?? [])
            .filter(({ value }) => value !== 'Header' || type === 'Header')
            .map(({ value, label }) => ({ value, label }))}
        />
      </Row>
      {type === 'Header' && <SingleHeader />}
      {type === 'Headers' && (
        <Row path={[...HASH, 'headers']}>
          <TextList path={[...HASH, 'headers']} noun="header" field="name" fresh="x-user-id" dropEmpty={false} />
        </Row>
      )}
      {type === 'QueryParams' && (
        <Row path={[...HASH, 'queryParams']}>
          <TextList path={[...HASH, 'queryParams']} noun="parameter" field="name" fresh="user" dropEmpty={false} />
        </Row>
      )}
      {type === 'Cookie' && <CookieFields />}
      <Row
        path={[...HASH, 'tableSize']}
        id={tableId}
        {...(primes.length === 0
          ? {}
          : {
              help: (
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
              ),
            })}
      >
        <NumberField id={tableId} path={[...HASH, 'tableSize']} className={css.short} />
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
      <Row path={[...path, 'name']} help={undefined} id={name}>
        <TextField id={name} path={[...path, 'name']} mono keepEmpty />
      </Row>
      <Row path={[...path, 'ttl']} id={ttl}>
        <TextField id={ttl} path={[...path, 'ttl']} placeholder="No cookie is made" mono className={css.short} />
      </Row>
      <Row path={[...path, 'attributes']}>
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
