'use client';

import { Button } from '@mantine/core';
import { Link } from '../ui/Link.tsx';
import { useId } from 'react';
import { problemsAt } from '../editor/problems.ts';
import { BackendRefs } from './BackendRefs.tsx';
import { useForm } from './context.ts';
import { ChoiceField, Row, TextField } from './Field.tsx';
import css from './forms.module.css';
import { Identity } from './Identity.tsx';
import { FormBody, FormSection } from './Section.tsx';
import { asText } from './shapes.ts';

const PATH = ['spec', 'rules', 0, 'matches', 0, 'path'];
const BACKENDS = ['spec', 'rules', 0, 'backendRefs'];
const HOSTS = ['spec', 'hostnames'];

/** A new HTTPRoute in three questions: which host, which path, where to. The text at the right is whole and valid all the while. */
export function RouteQuestions({ frozen, showAll }: { frozen: boolean; showAll: () => void }) {
  const { document, patch, problems } = useForm();
  const [host, path] = [useId(), useId()];
  const at = [...HOSTS, 0];
  const setHost = (value: string) =>
    value === '' ? { op: 'remove' as const, path: HOSTS } : { op: 'set' as const, path: HOSTS, value: [value] };
  return (
    <FormBody frozen={frozen} sections={[]}>
      <Identity />
      <FormSection id="questions" title="Which requests, and where to">
        <Row
          label="Host"
          id={host}
          help={asText(document.get(at)) === '' ? 'Every host of the listeners of its Gateway.' : undefined}
          problems={problemsAt(problems, HOSTS, true)}
        >
          <TextField
            id={host}
            path={at}
            label="Host"
            placeholder="www.example.com"
            mono
            problems={false}
            write={(value) => patch([setHost(value)], at.join('/'))}
          />
        </Row>
        <Row label="Path" id={path} problems={problemsAt(problems, PATH)}>
          <div className={css.lineBody}>
            <ChoiceField path={[...PATH, 'type']} label="How the path matches" className={css.small} />
            <TextField id={path} path={[...PATH, 'value']} label="Path" placeholder="/" mono className={css.grow} />
          </div>
        </Row>
        <Row
          path={BACKENDS}
          label="Send to"
          help={
            <>
              A Service that is there. For an address of your own, make a <Link href="/backends/new">new backend</Link>{' '}
              first.
            </>
          }
          problems={problemsAt(problems, BACKENDS)}
        >
          <BackendRefs path={BACKENDS} />
        </Row>
      </FormSection>
      <div className={css.addPart}>
        <Button variant="default" onClick={showAll}>
          More rules, matches and filters
        </Button>
      </div>
    </FormBody>
  );
}
